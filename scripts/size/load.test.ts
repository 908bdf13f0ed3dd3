import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { filesOf, measureLoads, type Load } from "./load.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "load-"));
  await write(
    "entry.js",
    'import "./shared.js"; import "./part.js"; export const later = () => import("./lazy-1.js");',
  );
  await write("part.js", 'export * from "./shared.js";');
  await write("shared.js", "export const shared = 1;");
  await write("lazy-1.js", 'import "./shared.js"; import "./own.js"; export const lazy = 1;');
  await write("own.js", "export const own = 1;");
});
afterAll(() => rm(folder, { recursive: true }));

it("counts a module and its static imports, each once, and nothing that is loaded later", async () => {
  const files = await filesOf(path.join(folder, "entry.js"));
  expect(files.map(({ name }) => name).sort()).toEqual(["entry.js", "part.js", "shared.js"]);
});

const loads = (budget: number): Load[] => [
  { name: "first", module: "entry.js", after: [], budget: 10_000 },
  { name: "later", module: "lazy-", after: ["first"], budget },
];

it("counts of a later load what had not come before", async () => {
  const [first, later] = await measureLoads(folder, loads(10_000));
  expect(first?.text).toContain("shared.js");
  expect(later?.text).toContain("lazy-1.js");
  expect(later?.text).toContain("own.js");
  expect(later?.text).not.toContain("shared.js");
});

it("knows what is over its budget, to the byte", async () => {
  const [, later] = await measureLoads(folder, loads(10_000));
  const bytes = later?.bytes ?? 0;
  expect(await measureLoads(folder, loads(bytes))).toMatchObject([{ fits: true }, { fits: true }]);
  expect(await measureLoads(folder, loads(bytes - 1))).toMatchObject([{ fits: true }, { fits: false }]);
});

it("does not pass what it cannot find", async () => {
  await expect(measureLoads(folder, [{ name: "gone", module: "gone-", after: [], budget: 1 }])).rejects.toThrow(
    /gone-/,
  );
});

function write(name: string, code: string): Promise<void> {
  return writeFile(path.join(folder, name), code);
}
