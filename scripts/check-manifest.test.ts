import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { checkAll } from "./manifest/check-all.js";
import { checkElement, type DocumentedElement } from "./manifest/check.js";
import { elementsOf } from "./manifest/read.js";

const root = path.resolve(import.meta.dirname, "..");

describe("custom-elements.json", () => {
  it("is what the sources say today (`npm run manifest` renews it)", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "manifest-"));
    try {
      const analyzer = path.join(root, "node_modules/@custom-elements-manifest/analyzer/cem.js");
      await promisify(execFile)(
        process.execPath,
        [analyzer, "analyze", "--quiet", "--outdir", path.relative(root, folder)],
        { cwd: root },
      );
      const fresh = await readFile(path.join(folder, "custom-elements.json"), "utf8");
      const kept = await readFile(path.join(root, "custom-elements.json"), "utf8");
      expect(JSON.parse(kept)).toEqual(JSON.parse(fresh));
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 60_000);

  it("describes every part, slot and custom property that the templates and styles have", async () => {
    const elements = elementsOf(JSON.parse(await readFile(path.join(root, "custom-elements.json"), "utf8")));
    expect(elements.map(({ tagName }) => tagName)).toContain("badminton-analyzer");
    expect(await checkAll(elements, root)).toEqual([]);
  });
});

describe("the check", () => {
  const documented: DocumentedElement = {
    tagName: "ba-thing",
    modulePath: "thing.ts",
    attributes: [],
    events: [],
    parts: ["box", "gone"],
    slots: [],
    cssProperties: ["--ba-known"],
    undescribed: [],
  };

  it("finds what has no words and what has no use", () => {
    const template =
      '<div part="box extra"><slot name="aside"></slot><b part=${on === "now" ? "lit" : "box"}></b></div>';
    const folder = "color: var(--ba-known, var(--ba-secret)); gap: var(--ba-shared)";
    const problems = checkElement(documented, { template, folder }, { known: ["--ba-shared"], exported: [] });
    expect(problems).toEqual([
      '<ba-thing>: no @csspart for the part "extra"',
      '<ba-thing>: no @csspart for the part "lit"',
      '<ba-thing>: no part in the template for @csspart "gone"',
      '<ba-thing>: no @slot for the slot "aside"',
      '<ba-thing>: no @cssproperty for "--ba-secret"',
    ]);
  });
});
