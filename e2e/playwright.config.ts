import { defineConfig } from '@playwright/test'

/** Journeys through the real program in a real browser: each file is one thing a person does. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  timeout: 90_000,
  expect: { timeout: 20_000 },
  fullyParallel: false,
  // One server and one demo world for all; two cores do not serve two browsers faster.
  workers: 1,
  retries: 0,
  globalSetup: './start-saldo.ts',
  outputDir: '../test-results',
  use: {
    baseURL: process.env.SALDO_E2E_URL ?? 'http://127.0.0.1:18080',
    viewport: { width: 1366, height: 768 },
    locale: 'en-GB',
    timezoneId: 'Africa/Nairobi',
    trace: 'retain-on-failure',
    video: 'off',
    launchOptions: {
      ...(process.env.CHROMIUM && { executablePath: process.env.CHROMIUM }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--font-render-hinting=none',
      ],
    },
  },
})
