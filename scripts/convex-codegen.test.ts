import { execFileSync } from "node:child_process";
import path from "node:path";
import { test } from "vitest";

test("convex/_generated is what the functions and convex.config.ts call for", { timeout: 60_000 }, () => {
  const root = path.resolve(import.meta.dirname, "..");
  execFileSync(process.execPath, ["--import", "tsx", "scripts/convex-codegen.ts", "--check"], { cwd: root });
});
