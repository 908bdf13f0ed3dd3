import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { exportedParts } from "../../widget/badminton-analyzer/parts.js";
import { checkElement, propertiesIn, type DocumentedElement } from "./check.js";

const ROOT_ELEMENT = "badminton-analyzer";

/** Every way in which the documented elements and their sources under `root` disagree. */
export async function checkAll(elements: readonly DocumentedElement[], root: string): Promise<string[]> {
  const problems: string[] = [];
  const main = elements.find(({ tagName }) => tagName === ROOT_ELEMENT);
  // A page styles everything through the one element that it places: that one documents every property.
  const known = main?.cssProperties ?? [];
  const used = propertiesIn(await readFile(path.join(root, "widget/styles/tokens.styles.ts"), "utf8"));
  for (const element of elements) {
    const file = path.join(root, element.modulePath);
    const folder = await readFolder(path.dirname(file));
    // What an element renders may stand in files beside it, apart from other elements.
    const template = [await readFile(file, "utf8"), ...folder.filter((text) => !text.includes("@tagname"))].join("\n");
    const sources = { template, folder: folder.join("\n") };
    const exported = element === main ? exportedParts : [];
    problems.push(...checkElement(element, sources, { known, exported }));
    for (const name of propertiesIn(sources.folder)) {
      used.add(name);
    }
  }
  const undocumented = [...used].filter((name) => !known.includes(name));
  const unused = known.filter((name) => !used.has(name));
  return [
    ...problems,
    ...undocumented.map((name) => `<${ROOT_ELEMENT}>: no @cssproperty for "${name}"`),
    ...unused.map((name) => `<${ROOT_ELEMENT}>: nothing reads "${name}"`),
  ];
}

async function readFolder(folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return Promise.all(files.map((name) => readFile(path.join(folder, name), "utf8")));
}
