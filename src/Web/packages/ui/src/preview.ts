/** Pictures over the whole screen, to be pinched and swiped. Fetched when the first one is opened: no page needs it to be read. */
export async function preview(images: string[], startPosition = 0) {
  const [{ showImagePreview }] = await Promise.all([import('vant/es/image-preview'), import('vant/es/popup/style/index'), import('vant/es/image-preview/style/index')])
  showImagePreview({ images, startPosition, closeable: true, maxZoom: 5 })
}
