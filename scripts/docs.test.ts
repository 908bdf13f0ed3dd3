import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { errorCodes, errors } from "../convex/contract/errors.js";
import { en } from "../widget/i18n/en.js";
import { pageProblems } from "../widget/store/problem.js";
import { elementsOf } from "./manifest/read.js";

const root = path.resolve(import.meta.dirname, "..");
const read = (name: string) => readFile(path.join(root, name), "utf8");

it("docs/errors.md has every code with its sentence and whether it may be tried again", async () => {
  const rows = (await read("docs/errors.md")).split("\n").filter((line) => line.startsWith("| `"));
  const told = rows.map((row) =>
    row
      .split("|")
      .slice(1, 4)
      .map((cell) => cell.trim()),
  );
  const pages = Object.keys(pageProblems) as (keyof typeof pageProblems)[];
  expect(told).toEqual(
    [
      ...errorCodes.map((code) => ({ code, ...errors[code] })),
      ...pages.map((code) => ({ code, ...pageProblems[code] })),
    ].map(({ code, retryable }) => [`\`${code}\``, en.errors[code], retryable ? "yes" : "no"]),
  );
});

it("docs/embedding.md has every attribute, event, part and custom property of the element", async () => {
  const text = await read("docs/embedding.md");
  const element = elementsOf(JSON.parse(await read("custom-elements.json"))).find(
    ({ tagName }) => tagName === "badminton-analyzer",
  );
  const names = [
    ...(element?.attributes ?? []),
    ...(element?.events ?? []),
    ...(element?.parts ?? []),
    ...(element?.cssProperties ?? []),
  ];
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
