import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const api = process.env.FAROL_API_ORIGIN ?? 'http://127.0.0.1:8000'
const proxied = { target: api, changeOrigin: false }

const runtime = fileURLToPath(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'))

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: { __RUNTIME_BYTES__: statSync(runtime).size },
  worker: {
    format: 'es',
    // The server gives what lies here the worker's own content security policy.
    rollupOptions: { output: { entryFileNames: 'assets/workers/[name]-[hash].js' } },
  },
  build: {
    // The gallery's chunk must stay small; scripts/check-bundle-size.mjs reads the manifest.
    manifest: true,
    chunkSizeWarningLimit: 600,
    // An inlined asset would be a data: URL, which the content security policy refuses for fonts.
    assetsInlineLimit: 0,
    // A slow line asks for one file, not for fifty: all that the first screen needs.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
  server: { proxy: { '/v1': proxied, '/v2': proxied, '/health': proxied } },
  preview: { proxy: { '/v1': proxied, '/v2': proxied, '/health': proxied } },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testing/setup.ts'],
    css: false,
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 60_000,
  },
})
