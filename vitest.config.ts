import { defineConfig } from 'vitest/config'

const elsewhere = ['**/node_modules/**', '**/dist/**', 'e2e/**']
const withDatabase = ['server/**/*.flow.test.ts', 'server/test/**/*.test.ts']
const houseRules = ['server/test/house*.test.ts']

/**
 * Three kinds of tests: `house` checks the repository itself, `unit` needs nothing, `flows` runs against
 * a real PostgreSQL that is started once for the run.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'house', include: houseRules, exclude: elsewhere, testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...elsewhere, ...withDatabase, ...houseRules],
        },
      },
      {
        extends: true,
        test: {
          name: 'flows',
          include: withDatabase,
          exclude: [...elsewhere, ...houseRules],
          globalSetup: ['server/test/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
