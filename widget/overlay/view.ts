/** A rectangle, in the pixels of whatever holds it. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the picture lies on a canvas. */
export interface View {
  /** The picture, in canvas pixels. */
  readonly picture: Rect;
  /** Canvas pixels in one CSS pixel. */
  readonly density: number;
}

/**
 * The largest rectangle of the content's aspect ratio, centred in a `width` by `height` area: CSS `object-fit: contain`.
 * Without content it is the whole area.
 */
export function contain(width: number, height: number, contentWidth: number, contentHeight: number): Rect {
  if (contentWidth <= 0 || contentHeight <= 0) return { x: 0, y: 0, width, height };
  const scale = Math.min(width / contentWidth, height / contentHeight);
  const fitted = { width: contentWidth * scale, height: contentHeight * scale };
  return { x: (width - fitted.width) / 2, y: (height - fitted.height) / 2, ...fitted };
}

/** Canvas position of a point given in fractions of the picture. */
export function place(view: View, x: number, y: number): [number, number] {
  const { picture } = view;
  return [picture.x + x * picture.width, picture.y + y * picture.height];
}
