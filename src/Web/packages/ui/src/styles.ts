// What every page stands on. Vant's own styles come with the parts that use them; the tokens are more specific and win wherever they load.
import './tokens.css'
import './base.css'
