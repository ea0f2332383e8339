// Whether a camera's picture has light enough to know a face by.
export type Light = 'enough' | 'dark' | 'glaring'

const [DARK_BELOW, GLARING_ABOVE] = [60, 225]

/** Of RGBA pixels: the mean brightness of the middle half. */
export function lightOf(pixels: Uint8ClampedArray, width: number, height: number): Light {
  let [sum, count] = [0, 0]
  for (let y = Math.floor(height / 4); y < (height * 3) / 4; y += 4) {
    for (let x = Math.floor(width / 4); x < (width * 3) / 4; x += 4) {
      const at = (y * width + x) * 4
      sum += 0.299 * pixels[at]! + 0.587 * pixels[at + 1]! + 0.114 * pixels[at + 2]!
      count++
    }
  }
  const mean = sum / Math.max(1, count)
  return mean < DARK_BELOW ? 'dark' : mean > GLARING_ABOVE ? 'glaring' : 'enough'
}
