import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import pkg from './package.json' with { type: 'json' }

export default defineConfig({
  base: '/pos/',
  define: { __VERSION__: JSON.stringify(pkg.version) },
  plugins: [
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      injectRegister: false,
      injectManifest: { globPatterns: ['**/*.{js,css,html,svg,woff2}'] },
      manifest: {
        id: '/pos/',
        name: 'Saldo point of sale',
        short_name: 'Saldo',
        start_url: '/pos/',
        scope: '/pos/',
        display: 'standalone',
        background_color: '#f4f5f2',
        theme_color: '#0b6558',
        icons: [{ src: '/pos/logo.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
    }),
  ],
  build: { target: 'es2022', sourcemap: true },
  server: { proxy: { '/api': process.env.SALDO_SERVER ?? 'http://127.0.0.1:3000' } },
})
