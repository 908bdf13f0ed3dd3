/**
 * The parts of the elements inside, under the names by which a page's style sheet reaches them through
 * `<badminton-analyzer>`: `ba-uploader`'s `dropzone` is `uploader__dropzone`.
 */
const inner = {
  uploader: ["dropzone", "icon", "title", "hint", "choose-button"],
  progress: [
    "title",
    "percent",
    "filename",
    "bar",
    "facts",
    "stages",
    "stage",
    "current-stage",
    "note",
    "cancel-button",
  ],
  error: ["panel", "title", "message", "filename", "retry-button", "new-button"],
} as const;

type Parts = Readonly<Record<string, readonly string[]>>;

/** Value of `exportparts` for each of these elements. */
export function exportedBy<Inner extends Parts>(elements: Inner): Record<keyof Inner, string> {
  return Object.fromEntries(
    Object.entries(elements).map(([element, parts]) => [
      element,
      parts.map((part) => `${part}: ${element}__${part}`).join(", "),
    ]),
  ) as Record<keyof Inner, string>;
}

/** Every name under which these elements' parts are exported. */
export const namesOf = (elements: Parts): string[] =>
  Object.entries(elements).flatMap(([element, parts]) => parts.map((part) => `${element}__${part}`));

export const exportParts = exportedBy(inner);

/** The exported names of what a page may load first. */
export const exportedParts = namesOf(inner);
