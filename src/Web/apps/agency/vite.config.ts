import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const host = process.env.WEB_HOST ?? 'http://127.0.0.1:5080'

export default defineConfig({
  base: '/agency/',
  plugins: [vue()],
  // WeChat's WebView on older Android phones
  build: { target: 'es2018', cssTarget: 'chrome80', assetsInlineLimit: 0, chunkSizeWarningLimit: 700 },
  server: { port: 5173, strictPort: true, proxy: { '/api': host, '/wechat': host } },
})
