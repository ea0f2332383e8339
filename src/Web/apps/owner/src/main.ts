import { start } from '@wechatservice/ui'
import { inbox } from './api.ts'
import App from './App.vue'
import { router } from './routes.ts'

start(App, router, inbox)
