import { createApp } from 'vue'
import '@wechatservice/ui/tokens.css'
import './styles/panels.css'
import './styles/wechat.css'
import App from './App.vue'

createApp(App).mount('#app')
