import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const sandbox = process.env.WEB_SANDBOX ?? 'http://127.0.0.1:5090'

export default defineConfig({
  base: '/',
  plugins: [vue()],
  build: { target: 'es2022', assetsInlineLimit: 0 },
  server: { port: 5175, strictPort: true, proxy: { '/__sandbox': sandbox, '/cgi-bin': sandbox, '/connect': sandbox } },
})
