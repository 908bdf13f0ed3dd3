/** What a custom-elements manifest says of one element, as far as it is checked. */
export interface DocumentedElement {
  readonly tagName: string;
  readonly modulePath: string;
  readonly attributes: readonly string[];
  readonly events: readonly string[];
  readonly parts: readonly string[];
  readonly slots: readonly string[];
  readonly cssProperties: readonly string[];
  readonly undescribed: readonly string[];
}

/** Texts of an element's sources: its class with its templates, and everything in its folder. */
export interface ElementSources {
  readonly template: string;
  readonly folder: string;
}

/** Names of the parts that a template carries, whether written out or chosen between literals. */
export function partsIn(template: string): Set<string> {
  const values = [...template.matchAll(/[\s"']part=(?:"([^"$]*)"|\$\{([^}]*)\})/g)].flatMap(([, plain, chosen = ""]) =>
    plain === undefined ? literalsIn(chosen.replaceAll(/[=!]==\s*"[^"]*"/g, "")) : [plain],
  );
  return new Set(values.flatMap((value) => value.split(/\s+/)).filter((name) => name !== ""));
}

function literalsIn(code: string): string[] {
  return Array.from(code.matchAll(/"([^"]*)"/g), ([, literal]) => literal ?? "");
}

/** Names of the slots in a template; the default one is the empty name. */
export function slotsIn(template: string): Set<string> {
  return new Set(Array.from(template.matchAll(/<slot(?:\s+name="([^"]*)")?[^>]*>/g), ([, name]) => name ?? ""));
}

/** Public custom properties that a source reads. */
export function propertiesIn(source: string): Set<string> {
  return new Set(Array.from(source.matchAll(/var\(\s*(--ba-[a-z0-9-]+)/g), ([, name]) => name ?? ""));
}

/**
 * What an element's sources have and its documentation does not, and the other way round; one sentence each.
 * `known` holds custom properties that are documented elsewhere, `exported` parts that come from elements inside.
 */
export function checkElement(
  element: DocumentedElement,
  sources: ElementSources,
  { known, exported }: { readonly known: Iterable<string>; readonly exported: readonly string[] },
): string[] {
  const say = (what: string, names: Iterable<string>) =>
    Array.from(names, (name) => `<${element.tagName}>: ${what} "${name}"`);
  const parts = new Set([...partsIn(sources.template), ...exported]);
  // A part may also be handed to a function that renders it.
  const mentioned = [...parts, ...literalsIn(sources.template)];
  const slots = slotsIn(sources.template);
  const documentedProperties = new Set([...element.cssProperties, ...known]);
  return [
    ...say("no @csspart for the part", missing(parts, element.parts)),
    ...say("no part in the template for @csspart", missing(element.parts, mentioned)),
    ...say("no @slot for the slot", missing(slots, element.slots)),
    ...say("no slot in the template for @slot", missing(element.slots, slots)),
    ...say("no @cssproperty for", missing(propertiesIn(sources.folder), documentedProperties)),
    ...say("no words about", element.undescribed),
  ];
}

function missing(wanted: Iterable<string>, given: Iterable<string>): string[] {
  const known = new Set(given);
  return [...new Set(wanted)].filter((name) => !known.has(name));
}
