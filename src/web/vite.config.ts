import react from '@vitejs/plugin-react'
import { join } from 'node:path'
import { defineConfig } from 'vite'

/** Where a Parley started by `npm start` listens; `npx vite src/web` shows its desk with live edits. */
const server = 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // Every file is fetched: no data: addresses, so that the strictest content policy fits.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      // Importing them does nothing: a page takes the function it calls, and not the schemas beside it.
      treeshake: {
        moduleSideEffects: [{ test: /\/src\/(?:contract|core)\//, sideEffects: false }],
      },
      input: {
        app: join(import.meta.dirname, 'index.html'),
        call: join(import.meta.dirname, 'call.html'),
        // Other sites load it by a name that stays.
        'web-call': join(import.meta.dirname, 'call', 'embed.ts'),
      },
      output: {
        entryFileNames: ({ name }) =>
          name === 'web-call' ? 'web-call.js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: {
      '/api/live': { target: server, ws: true },
      '/api': server,
      '/auth': server,
    },
  },
})
