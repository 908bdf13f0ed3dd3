import * as z from "zod";
import type { DocumentedElement } from "./check.js";

const Named = z.object({ name: z.string(), description: z.string().optional() });
const MaybeNamed = z.object({ name: z.string().default(""), description: z.string().optional() });

const Declaration = z.object({
  tagName: z.string().optional(),
  description: z.string().optional(),
  summary: z.string().optional(),
  members: z.array(Named).default([]),
  attributes: z.array(Named).default([]),
  events: z.array(Named).default([]),
  slots: z.array(MaybeNamed).default([]),
  cssParts: z.array(Named).default([]),
  cssProperties: z.array(Named).default([]),
});

const Manifest = z.object({
  modules: z.array(z.object({ path: z.string(), declarations: z.array(Declaration) })),
});

/** The elements that a manifest describes. */
export function elementsOf(manifest: unknown): DocumentedElement[] {
  return Manifest.parse(manifest).modules.flatMap(({ path, declarations }) =>
    declarations.flatMap((declaration) => {
      const { tagName, description, summary, members, attributes, events, slots, cssParts, cssProperties } =
        declaration;
      if (tagName === undefined) {
        return [];
      }
      const described = [...members, ...attributes, ...events, ...slots, ...cssParts, ...cssProperties];
      const names = (things: readonly { name: string }[]) => things.map(({ name }) => name);
      return {
        tagName,
        modulePath: path,
        attributes: names(attributes),
        events: names(events),
        parts: names(cssParts),
        slots: names(slots),
        cssProperties: names(cssProperties),
        undescribed: [
          ...(description || summary ? [] : [tagName]),
          ...described.filter((thing) => !thing.description).map((thing) => thing.name),
        ],
      };
    }),
  );
}
