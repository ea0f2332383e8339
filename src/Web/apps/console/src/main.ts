import { createApp } from 'vue'
import './styles.ts'
import App from './App.vue'
import { router } from './routes.ts'

createApp(App).use(router).mount('#app')
