import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root, venvPython } from "../../scripts/setup/paths.mjs";

/** Where the clips lie, from the root of the repository. */
const FOLDER = ".cache/numbered";

/** Makes the numbered clips that the browser tests play: one with even frame times, one without. */
export default function makeNumberedClips(): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const [name, ...options] of [
    ["even", "--tone"],
    ["uneven", "--vfr"],
  ]) {
    const out = join(root, FOLDER, `${name ?? ""}.mp4`);
    execFileSync(venvPython, ["-m", "modal_app.testing.numbered_clip", out, ...options], {
      cwd: root,
      stdio: "inherit",
    });
  }
}
