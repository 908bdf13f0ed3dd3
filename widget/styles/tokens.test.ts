import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, expect, it } from "vitest";

const widget = path.resolve(import.meta.dirname, "..");
const files: { name: string; text: string }[] = [];

beforeAll(async () => {
  const names = await readdir(widget, { recursive: true });
  const sources = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  files.push(
    ...(await Promise.all(
      sources.map(async (name) => ({ name, text: await readFile(path.join(widget, name), "utf8") })),
    )),
  );
});

function names(pattern: RegExp): Set<string> {
  return new Set(files.flatMap(({ text }) => Array.from(text.matchAll(pattern), ([, name]) => name ?? "")));
}

it("every private token that is read is set somewhere, and every one that is set is read", () => {
  const set = names(/(--_[a-z0-9-]+)["']?:/g);
  const read = names(/(?:var\(\s*|getPropertyValue\(["'])(--_[a-z0-9-]+)/g);
  expect([...read].filter((name) => !set.has(name))).toEqual([]);
  expect([...set].filter((name) => !read.has(name))).toEqual([]);
});

it("whatever moves keeps still for those who asked for it", () => {
  // A transition of a millisecond moves nothing: it tells an element that a colour has changed.
  const moving = files.filter(
    ({ name, text }) =>
      name.endsWith(".styles.ts") && /(?:transition|animation):(?!\s*(?:none|[a-z-]+ 1ms;))/.test(text),
  );
  expect(moving.length).toBeGreaterThan(2);
  expect(moving.filter(({ text }) => !text.includes("prefers-reduced-motion")).map(({ name }) => name)).toEqual([]);
});
