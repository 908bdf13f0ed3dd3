import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { exportedParts as laterParts } from "../../widget/badminton-analyzer/finished-parts.js";
import { exportedParts as firstParts } from "../../widget/badminton-analyzer/parts.js";
import { checkElement, propertiesIn, type DocumentedElement } from "./check.js";

const ROOT_ELEMENT = "badminton-analyzer";

/** Every way in which the documented elements and their sources under `root` disagree. */
export async function checkAll(elements: readonly DocumentedElement[], root: string): Promise<string[]> {
  const problems: string[] = [];
  const main = elements.find(({ tagName }) => tagName === ROOT_ELEMENT);
  // A page styles everything through the one element that it places: that one documents every property.
  const known = main?.cssProperties ?? [];
  const used = propertiesIn([...(await readFolder(path.join(root, "widget/styles"))).values()].join("\n"));
  for (const element of elements) {
    const file = path.join(root, element.modulePath);
    const folder = await readFolder(path.dirname(file));
    const own = await readFile(file, "utf8");
    // What an element renders may stand in files beside it, apart from other elements.
    const beside = [...folder].filter(([name, text]) => own.includes(`"./${name}.js"`) && !text.includes("@tagname"));
    const sources = {
      template: [own, ...beside.map(([, text]) => text)].join("\n"),
      folder: [...folder.values()].join("\n"),
    };
    const exported = element === main ? [...firstParts, ...laterParts] : [];
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

/** The texts of the modules in a folder by their names, without tests. */
async function readFolder(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const texts = files.map(async (name) => [
    path.basename(name, ".ts"),
    await readFile(path.join(folder, name), "utf8"),
  ]);
  return new Map((await Promise.all(texts)) as [string, string][]);
}
