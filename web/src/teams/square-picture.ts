// SPDX-License-Identifier: Apache-2.0

const side_px = 256;

// The middle of a picture as a small square, drawn anew: nothing but its pixels leaves this device,
// not where or with what it was taken. Undefined when it is no picture.
export async function squarePicture(file: Blob): Promise<Blob | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return undefined;
  const side = Math.min(picture.width, picture.height);
  const canvas = new OffscreenCanvas(side_px, side_px);
  const left = (picture.width - side) / 2;
  const top = (picture.height - side) / 2;
  canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, side_px, side_px);
  picture.close();
  return canvas.convertToBlob({ type: 'image/png' });
}
