import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeLoad, firstLoad, FIRST_LOAD_BUDGET_BYTES } from "./first-load.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "first-load-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("counts the entry and its static imports, each once, and nothing that is loaded later", async () => {
  await write("entry.js", 'import "./shared.js"; import "./part.js"; export const later = () => import("./lazy.js");');
  await write("part.js", 'export * from "./shared.js";');
  await write("shared.js", "export const shared = 1;");
  await write("lazy.js", "export const lazy = 1;");
  const files = await firstLoad(path.join(folder, "entry.js"));
  expect(files.map(({ name }) => name).sort()).toEqual(["entry.js", "part.js", "shared.js"]);
});

it("knows what is over the budget", () => {
  const file = (gzipped: number) => [{ name: "entry.js", gzipped }];
  expect(describeLoad(file(FIRST_LOAD_BUDGET_BYTES)).fits).toBe(true);
  expect(describeLoad(file(FIRST_LOAD_BUDGET_BYTES + 1))).toMatchObject({ fits: false });
});

function write(name: string, code: string): Promise<void> {
  return writeFile(path.join(folder, name), code);
}
