import { start } from '@wechatservice/ui'
import App from './App.vue'
import { router } from './routes.ts'

start(App, router)
