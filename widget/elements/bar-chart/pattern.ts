/** Side of a pattern's tile, CSS pixels. */
const TILE = 8;

/** What is drawn over the colour of each player, on a tile: nothing, stripes, dots, a grid. Told apart without colour; see `swatchStyles`. */
const DRAWINGS: readonly ((tile: Path2D) => void)[] = [
  () => undefined,
  (tile) => {
    // Over the edges, so that the stripes of neighbouring tiles join.
    for (const shift of [-TILE, 0, TILE]) {
      tile.moveTo(shift - 1, TILE + 1);
      tile.lineTo(shift + TILE + 1, -1);
    }
  },
  (tile) => {
    for (const [x, y] of [
      [2, 2],
      [6, 6],
    ] as const) {
      tile.moveTo(x + 1, y);
      tile.arc(x, y, 1, 0, 2 * Math.PI);
    }
  },
  (tile) => {
    tile.moveTo(0, TILE / 2);
    tile.lineTo(TILE, TILE / 2);
    tile.moveTo(TILE / 2, 0);
    tile.lineTo(TILE / 2, TILE);
  },
];

/** A fill in a player's colour with what tells the player without it. */
export function patternOf(id: number, color: string, over: string): CanvasPattern | string {
  const draw = DRAWINGS[(id - 1) % DRAWINGS.length];
  if (id < 2 || !draw) return color;
  const density = Math.ceil(devicePixelRatio);
  const tile = new OffscreenCanvas(TILE * density, TILE * density);
  const context = tile.getContext("2d");
  if (!context) return color;
  context.scale(density, density);
  context.fillStyle = color;
  context.fillRect(0, 0, TILE, TILE);
  const path = new Path2D();
  draw(path);
  context.strokeStyle = over;
  context.lineWidth = 2;
  context.stroke(path);
  const pattern = context.createPattern(tile, "repeat");
  pattern?.setTransform(new DOMMatrix().scale(1 / density));
  return pattern ?? color;
}
