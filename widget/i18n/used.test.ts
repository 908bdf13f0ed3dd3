import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";

/** By the names under which they are imported. */
const modules = import.meta.glob<Record<string, object>>("./en*.ts", { eager: true });
const dictionaries = Object.fromEntries(Object.values(modules).flatMap((module) => Object.entries(module)));

const widget = path.resolve(import.meta.dirname, "..");
const CHAIN = String.raw`((?:\s*\.\s*\w+)*)`;

/** Where the texts of a dictionary are, such as `en.upload.title`. */
function textsIn(entry: unknown, at: string): string[] {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return [at];
  return Object.entries(entry).flatMap(([key, inner]) => textsIn(inner, `${at}.${key}`));
}

/** The pairs of an import or a destructuring: what is taken, and what it is called from there on. */
function pairsIn(list: string): [string, string][] {
  return list
    .split(",")
    .map((item) => item.replace(/^\s*type\s/, "").trim())
    .filter((item) => item !== "")
    .map((item) => {
      const [taken = "", called = taken] = item.split(/\s*:\s*|\s+as\s+/);
      return [taken, called];
    });
}

const texts = new Set(Object.entries(dictionaries).flatMap(([name, dictionary]) => textsIn(dictionary, name)));

/** What a source text takes from dictionaries, by full names; a name of several texts stands for each of them. */
function takenIn(source: string): string[] {
  const names = new Map<string, string>();
  const full = (name: string, chain: string) => `${names.get(name) ?? ""}${chain.replace(/\s/g, "")}`;
  for (const [, list = ""] of source.matchAll(/import \{([^}]*)\} from "[^"]*\/en(?:\.\w+)?\.js"/g))
    for (const [taken, called] of pairsIn(list)) if (taken in dictionaries) names.set(called, taken);
  if (names.size === 0) return [];
  const taken: string[] = [];
  // Names for parts of a dictionary are followed; they take nothing yet.
  const rest = source.replace(
    new RegExp(String.raw`const (?:(\w+)|\{([^}]*)\}) = (\w+)${CHAIN};`, "g"),
    (all, name: string | undefined, list: string | undefined, root: string, chain: string) => {
      if (!names.has(root)) return all;
      if (name !== undefined) names.set(name, full(root, chain));
      for (const [key, called] of pairsIn(list ?? "")) {
        const part = `${full(root, chain)}.${key}`;
        names.set(called, part);
        if (texts.has(part)) taken.push(part);
      }
      return "";
    },
  );
  for (const [name] of names) {
    const uses = rest.matchAll(new RegExp(String.raw`(?<![\w.$"-])${name}\b${CHAIN}(\s*\[)?`, "g"));
    for (const [, chain = "", indexed] of uses) {
      if (chain !== "" || indexed !== undefined) taken.push(full(name, chain));
    }
  }
  return taken;
}

it("every text is shown somewhere", async () => {
  const files = (await readdir(widget, { recursive: true })).filter(
    (name) => name.endsWith(".ts") && !/\.test\.ts$|^testing\b|\ben\.(?:\w+\.)?ts$/.test(name),
  );
  const sources = await Promise.all(files.map((name) => readFile(path.join(widget, name), "utf8")));
  const taken = new Set(sources.flatMap(takenIn));
  expect(texts.size).toBeGreaterThan(200);
  /** Taken by its own name, or with all that stands beside it. */
  const isShown = (text: string): boolean =>
    text.split(".").some((_, depth, keys) => depth > 0 && taken.has(keys.slice(0, depth + 1).join(".")));
  expect([...texts].filter((text) => !isShown(text))).toEqual([]);
});
