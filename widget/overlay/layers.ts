import * as z from "zod/mini";

/** What can be drawn over the picture, from the bottom up. */
export const LAYERS = ["court", "trails", "boxes", "skeletons", "shuttle", "labels"] as const;
export type Layer = (typeof LAYERS)[number];

/** Which layers are on. */
export const Layers = z.object({
  /** Came later than the others: not in what a device remembers from before. */
  court: z._default(z.boolean(), false),
  trails: z.boolean(),
  boxes: z.boolean(),
  skeletons: z.boolean(),
  /** Likewise; but whoever chose before it came has not chosen against it. */
  shuttle: z._default(z.boolean(), true),
  labels: z.boolean(),
});
export type Layers = z.infer<typeof Layers>;

/** What a visitor sees first. */
export const DEFAULT_LAYERS: Layers = {
  court: false,
  trails: false,
  boxes: false,
  skeletons: true,
  shuttle: true,
  labels: true,
};

export function anyOn(layers: Layers): boolean {
  return LAYERS.some((layer) => layers[layer]);
}
