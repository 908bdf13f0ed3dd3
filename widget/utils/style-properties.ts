import { noChange } from "lit";
import { Directive, directive, PartType, type AttributePart, type PartInfo } from "lit/directive.js";

/** Names of CSS properties (kebab case) with their values; null takes one away, undefined leaves it. */
export type StyleProperties = Readonly<Record<string, string | null | undefined>>;

/**
 * Sets inline styles through the CSSOM. Lit's own `styleMap` writes a style attribute first, which a page's content
 * security policy may refuse.
 */
class StylePropertiesDirective extends Directive {
  constructor(info: PartInfo) {
    super(info);
    if (info.type !== PartType.ATTRIBUTE || info.name !== "style") {
      throw new Error("styleProperties belongs in a style attribute.");
    }
  }

  override render(_properties: StyleProperties): typeof noChange {
    return noChange;
  }

  override update(part: AttributePart, [properties]: [StyleProperties]): typeof noChange {
    const { style } = part.element;
    for (const [name, value] of Object.entries(properties)) {
      if (value !== undefined) {
        style.setProperty(name, value);
      }
    }
    return noChange;
  }
}

export const styleProperties = directive(StylePropertiesDirective);
