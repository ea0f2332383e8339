/** The five states of the design language: colour, glyph shape and word always together. */
export type Tone = 'grey' | 'blue' | 'orange' | 'green' | 'red'

export interface State { word: string; tone: Tone }

const glyph = 'fill="none" stroke="currentColor"'
export const glyphs: Record<Tone, string> = {
  grey: `<circle cx="7" cy="7" r="5" ${glyph} stroke-width="2"/>`,
  blue: `<circle cx="7" cy="7" r="5" ${glyph} stroke-width="2"/><path d="M7 2a5 5 0 0 1 0 10z" fill="currentColor"/>`,
  orange: `<circle cx="7" cy="7" r="5.2" ${glyph} stroke-width="1.8"/><path d="M7 4v3.2l2 1.3" ${glyph} stroke-width="1.8" stroke-linecap="round"/>`,
  green: `<path d="M2 7.4 5.6 11 12 3.8" ${glyph} stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/>`,
  red: '<path d="M7 1 13.6 12.6H.4z" fill="currentColor"/><path d="M7 5v3.2" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/><circle cx="7" cy="10.4" r=".95" fill="#fff"/>',
}
