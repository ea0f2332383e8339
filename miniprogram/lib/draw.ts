// Drawing into a picture, off the screen. What a finger draws is shown as an SVG over the picture and burnt in once, at the end.
export type Point = { x: number; y: number }
export type Mark = { kind: 'arrow' | 'circle'; from: Point; to: Point } | { kind: 'text'; at: Point; text: string } | { kind: 'stroke'; points: Point[] }

const RED = '#B4261C'
const INK = '#13202A'
const LONGEST = 1600

interface Pen {
  fillStyle: string; strokeStyle: string; lineWidth: number; lineCap: string; lineJoin: string; font: string
  beginPath(): void; moveTo(x: number, y: number): void; lineTo(x: number, y: number): void; ellipse(x: number, y: number, rx: number, ry: number, turn: number, from: number, to: number): void
  stroke(): void; fillRect(x: number, y: number, w: number, h: number): void; fillText(text: string, x: number, y: number): void; strokeText(text: string, x: number, y: number): void
  drawImage(image: unknown, x: number, y: number, w: number, h: number): void
}

/** The picture with the marks in it; their places are shares of its sides. @returns base64 of a JPEG. */
export async function burn(path: string, marks: readonly Mark[]): Promise<string> {
  const { width, height } = await wx.getImageInfo({ src: path })
  const share = Math.min(1, LONGEST / Math.max(width, height))
  const [w, h] = [Math.round(width * share), Math.round(height * share)]
  const canvas = wx.createOffscreenCanvas({ type: '2d', width: w, height: h }) as unknown as { getContext(kind: '2d'): Pen; createImage(): { src: string; onload: () => void; onerror: (e: unknown) => void }; toDataURL(type: string, quality: number): string }
  const pen = canvas.getContext('2d')
  const image = canvas.createImage()
  await new Promise<void>((loaded, failed) => {
    image.onload = () => loaded()
    image.onerror = failed
    image.src = path
  })
  pen.drawImage(image, 0, 0, w, h)
  marks.forEach((mark) => draw(pen, mark, w, h, Math.max(4, w / 120), RED))
  return base64(canvas.toDataURL('image/jpeg', 0.85))
}

/** Its width over its height. */
export async function shapeOf(path: string): Promise<number> {
  const { width, height } = await wx.getImageInfo({ src: path })
  return width / height
}

/** A signature on white. */
export function sheet(marks: readonly Mark[], width: number, height: number): string {
  const canvas = wx.createOffscreenCanvas({ type: '2d', width, height }) as unknown as { getContext(kind: '2d'): Pen; toDataURL(type: string, quality: number): string }
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#FFFFFF'
  pen.fillRect(0, 0, width, height)
  marks.forEach((mark) => draw(pen, mark, width, height, 4, INK))
  return base64(canvas.toDataURL('image/jpeg', 0.9))
}

const base64 = (address: string): string => address.slice(address.indexOf(',') + 1)

function draw(pen: Pen, mark: Mark, w: number, h: number, line: number, colour: string): void {
  Object.assign(pen, { strokeStyle: colour, fillStyle: colour, lineWidth: line, lineCap: 'round', lineJoin: 'round' })
  if (mark.kind === 'text') {
    pen.font = `600 ${Math.round(w / 18)}px sans-serif`
    Object.assign(pen, { strokeStyle: '#FFFFFF', lineWidth: line * 1.5 })
    pen.strokeText(mark.text, mark.at.x * w, mark.at.y * h)
    return pen.fillText(mark.text, mark.at.x * w, mark.at.y * h)
  }
  pen.beginPath()
  if (mark.kind === 'circle') {
    const [a, b] = [mark.from, mark.to]
    pen.ellipse(((a.x + b.x) / 2) * w, ((a.y + b.y) / 2) * h, (Math.abs(b.x - a.x) / 2) * w, (Math.abs(b.y - a.y) / 2) * h, 0, 0, Math.PI * 2)
  } else {
    const lines = mark.kind === 'stroke' ? [mark.points] : arrow(mark.from, mark.to, w, h)
    for (const points of lines) points.forEach((p, i) => (i ? pen.lineTo(p.x * w, p.y * h) : pen.moveTo(p.x * w, p.y * h)))
  }
  pen.stroke()
}

/** Shaft and head, the head of the same size whatever the sides of the picture. */
export function arrow(from: Point, to: Point, w: number, h: number): Point[][] {
  const turn = Math.atan2((to.y - from.y) * h, (to.x - from.x) * w)
  const barb = (by: number) => ({ x: to.x - (Math.cos(turn + by) * w * 0.06) / w, y: to.y - (Math.sin(turn + by) * w * 0.06) / h })
  return [[from, to], [barb(0.5), to, barb(-0.5)]]
}

/** The same marks for the eye, over the picture while the finger draws. */
export function svg(marks: readonly Mark[], w: number, h: number, colour = RED): string {
  const path = (points: Point[]) => points.map((p, i) => `${i ? 'L' : 'M'}${(p.x * w).toFixed(1)} ${(p.y * h).toFixed(1)}`).join('')
  const shapes = marks.map((mark) => {
    switch (mark.kind) {
      case 'text': return `<text x="${mark.at.x * w}" y="${mark.at.y * h}" font-size="${w / 18}" font-weight="600" fill="${colour}" stroke="#fff" stroke-width="3" paint-order="stroke">${mark.text.replace(/[<>&]/g, '')}</text>`
      case 'circle': return `<ellipse cx="${((mark.from.x + mark.to.x) / 2) * w}" cy="${((mark.from.y + mark.to.y) / 2) * h}" rx="${(Math.abs(mark.to.x - mark.from.x) / 2) * w}" ry="${(Math.abs(mark.to.y - mark.from.y) / 2) * h}"/>`
      case 'arrow': return `<path d="${arrow(mark.from, mark.to, w, h).map(path).join('')}"/>`
      case 'stroke': return `<path d="${path(mark.points)}"/>`
    }
  })
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}"><g fill="none" stroke="${colour}" stroke-width="4" stroke-linecap="round">${shapes.join('')}</g></svg>`
  return `data:image/svg+xml,${encodeURIComponent(drawn).replace(/[()']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`
}
