// Only what the pages use; the tokens must come after.
import 'vant/es/popup/style/index'
import 'vant/es/image-preview/style/index'
import 'vant/es/calendar/style/index'
import './tokens.css'
import './base.css'
