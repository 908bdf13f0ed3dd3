import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { install } from "../setup/install.mjs";
import { root, venvPython } from "../setup/paths.mjs";

/** Where the demo's sample clip lies, as sample.mp4: a drawn match of two rallies. */
export const sampleFolder = path.join(root, ".cache/sample-rallies");

/** Makes the demo's sample clip, unless it is there already. */
export async function makeSample() {
  if (existsSync(sampleFolder)) return;
  console.log("Making the sample clip (once):");
  const unfinished = `${sampleFolder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const file = path.join(unfinished, "sample.mp4");
  const drawing = ["--rallies", "2", "--seed", "57", "--size", "768x432", "--fps", "20"];
  await install("make the sample clip", venvPython, ["-m", "modal_app.testing.rallies", file, ...drawing]);
  await rename(unfinished, sampleFolder);
}
