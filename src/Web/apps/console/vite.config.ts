import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const host = process.env.WEB_HOST ?? 'http://127.0.0.1:5080'

export default defineConfig({
  base: '/console/',
  plugins: [vue()],
  // Desks in offices: Chromium 360 and QQ browser included
  build: { target: 'es2020', cssTarget: 'chrome88', assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { port: 5175, strictPort: true, proxy: { '/api': host } },
})
