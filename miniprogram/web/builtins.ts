// WeChat's built-in components that the app uses, each as a small component of the same framework.
import { files } from './files'
import { hooks, wrong, type Loose } from './world'

export interface BuiltIn {
  properties: Record<string, unknown>
  /** Once, when the element stands in the page. */
  begin?: (me: Loose, element: HTMLElement) => void
  /** After every change of a property. */
  update?: (me: Loose, element: HTMLElement) => void
  end?: (me: Loose) => void
}

export const BUILT_IN_COMPONENTS: Record<string, BuiltIn> = {
  button: {
    properties: { type: String, size: String, plain: Boolean, disabled: Boolean, loading: Boolean, formType: String, openType: String, hoverClass: String, lang: String },
    begin(me) {
      // open-type: what WeChat itself does at a tap, which may be caught above: then a finger brings no click. Only the phone number is used; the
      // person may refuse (errMsg)
      me._$.addListener('tap', () => {
        if (me.data.disabled || me.data.openType !== 'getPhoneNumber') return
        void Promise.resolve(hooks.phoneCode()).then((code) =>
          me.triggerEvent('getphonenumber', code ? { errMsg: 'getPhoneNumber:ok', code } : { errMsg: 'getPhoneNumber:fail user deny' }))
      })
    },
  },
  input: typed('input'),
  textarea: typed('textarea'),
  picker: {
    properties: { mode: { type: String, value: 'selector' }, value: String, start: String, end: String, fields: { type: String, value: 'day' }, disabled: Boolean, headerText: String },
    begin(me) {
      me._$.addListener('tap', () => {
        if (me.data.disabled) return
        if (me.data.mode !== 'date' || me.data.fields !== 'day') throw new Error(`a picker of ${me.data.mode}, ${me.data.fields} is not in web/builtins.ts`)
        const { value, start, end, headerText } = me.data
        askDay({ value, start, end, title: headerText || '选择日期' }).then((day) => day ? me.triggerEvent('change', { value: day }) : me.triggerEvent('cancel', {}), wrong)
      })
    },
  },
  image: {
    properties: { src: String, mode: { type: String, value: 'scaleToFill' }, lazyLoad: Boolean },
    begin(me, element) {
      me.img = element.appendChild(document.createElement('img'))
      me.img.draggable = false
      me.img.onload = () => me.triggerEvent('load', { width: me.img.naturalWidth, height: me.img.naturalHeight })
      me.img.onerror = () => me.img.getAttribute('src') && me.triggerEvent('error', { errMsg: 'load fail' })
    },
    update(me) {
      const fits: Record<string, string> = { aspectFit: 'contain', aspectFill: 'cover' }
      me.img.style.objectFit = fits[me.data.mode] ?? 'fill'
      if (me.data.src) me.img.src = files.url(me.data.src)
      else me.img.removeAttribute('src')
    },
  },
  camera: {
    properties: { mode: String, devicePosition: { type: String, value: 'back' }, flash: String, frameSize: String, resolution: String },
    begin(me, element) {
      const video = element.appendChild(document.createElement('video'))
      video.autoplay = video.muted = video.playsInline = true
      element.toggleAttribute('data-front', me.data.devicePosition === 'front')
      const refuse = (why: string) => me.triggerEvent('error', { errMsg: `insertCamera:fail ${why}` })
      if (!navigator.mediaDevices) return refuse('no device')
      navigator.mediaDevices.getUserMedia({ video: { facingMode: me.data.devicePosition === 'front' ? 'user' : 'environment' } }).then((stream) => {
        me.stream = stream
        video.srcObject = stream
        video.onplaying = () => me.triggerEvent('initdone', {})
      }, (e: Error) => refuse(e.message))
    },
    end: (me) => me.stream?.getTracks().forEach((track: MediaStreamTrack) => track.stop()),
  },
  video: {
    properties: { src: String, poster: String, autoplay: Boolean, controls: { type: Boolean, value: true }, objectFit: { type: String, value: 'contain' } },
    begin(me, element) {
      me.film = element.appendChild(document.createElement('video'))
      me.film.muted = me.film.playsInline = true // without a finger's leave a browser plays nothing that sounds
      me.film.onplaying = () => me.triggerEvent('play', {})
      me.film.onerror = () => me.film.getAttribute('src') && me.triggerEvent('error', { errMsg: 'MEDIA_ERR' })
    },
    update(me) {
      const { src, autoplay, controls, objectFit } = me.data
      Object.assign(me.film, { autoplay, controls })
      me.film.style.objectFit = objectFit
      if (src && me.film.getAttribute('src') !== files.url(src)) me.film.src = files.url(src)
    },
  },
}

/** WeChat's wheels from the foot of the screen; here the browser's own field. Nothing: 取消. */
function askDay({ value, start, end, title }: { value: string; start: string; end: string; title: string }): Promise<string> {
  return new Promise((resolve) => {
    const over = document.body.appendChild(Object.assign(document.createElement('div'), { className: 'mp-modal' }))
    const box = over.appendChild(document.createElement('div'))
    const field = Object.assign(document.createElement('input'), { type: 'date', value, min: start, max: end })
    const foot = document.createElement('footer')
    for (const [text, answer] of [['取消', () => ''], ['确定', () => field.value]] as const) {
      foot.append(Object.assign(document.createElement('button'), { textContent: text, onclick: () => { over.remove(); resolve(answer()) } }))
    }
    box.append(Object.assign(document.createElement('h4'), { textContent: title }), field, foot)
    // as long as it slides up it takes no touch: the click that ends the opening tap would fall on its buttons
    over.style.pointerEvents = 'none'
    setTimeout(() => { over.style.pointerEvents = '' }, 300)
  })
}

function typed(tag: 'input' | 'textarea'): BuiltIn {
  return {
    properties: {
      value: String, type: { type: String, value: 'text' }, password: Boolean, placeholder: String, placeholderStyle: String, placeholderClass: String,
      disabled: Boolean, maxlength: { type: Number, value: 140 }, focus: Boolean, confirmType: String, name: String, autoHeight: Boolean,
      cursorSpacing: Number, adjustPosition: Boolean,
    },
    begin(me, element) {
      const box = (me.box = element.appendChild(document.createElement(tag)))
      box.className = 'typed'
      // only our own events leave the box: the browser's carry no detail.value and would empty the field
      for (const name of ['input', 'change', 'focusin', 'focusout']) box.addEventListener(name, (e) => e.stopPropagation())
      box.oninput = () => {
        me.setData({ value: box.value })
        me.triggerEvent('input', { value: box.value, cursor: box.selectionStart, keyCode: 0 })
      }
      box.onfocus = () => me.triggerEvent('focus', { value: box.value, height: 0 })
      box.onblur = () => me.triggerEvent('blur', { value: box.value })
      box.addEventListener('keydown', (e: Event) => (e as KeyboardEvent).key === 'Enter' && tag === 'input' && me.triggerEvent('confirm', { value: box.value }))
    },
    update(me) {
      const { value, placeholder, disabled, maxlength, password } = me.data
      if (me.box.value !== (value ?? '')) me.box.value = value ?? ''
      me.box.placeholder = placeholder || ''
      me.box.disabled = disabled
      if (maxlength >= 0) me.box.maxLength = maxlength
      else me.box.removeAttribute('maxlength')
      if (tag === 'input') me.box.type = password ? 'password' : 'text'
    },
  }
}
