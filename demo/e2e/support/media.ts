import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import * as z from "zod/mini";
import { capture } from "../../../scripts/process/processes.mjs";
import { root, venvPython } from "../../../scripts/setup/paths.mjs";

/** Third-party clips that lie beside the project on some machines. */
const sharedFolder = path.join(root, "../shared/media");

const PlayerBox = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const PlayersFile = z.object({
  /** Presentation times of all frames, seconds; where absent, the rate is constant. */
  times: z.optional(z.array(z.number())),
  frames: z.record(z.string(), z.record(z.string(), z.object({ box: PlayerBox }))),
});

/** Left, top, right, bottom in pixels of the video. */
export type Box = z.infer<typeof PlayerBox>;

/** A frame whose players were measured: by hand, or when the clip was drawn. */
export interface LabelledFrame {
  readonly frame: number;
  /** A moment while the frame is shown: the middle of its time, seconds. */
  readonly seconds: number;
  readonly boxes: ReadonlyMap<string, Box>;
}

/** Path of a third-party clip, where there is one. */
export function sharedClip(name: string): string | undefined {
  const file = path.join(sharedFolder, name);
  return existsSync(file) ? file : undefined;
}

/** The labels beside a clip, in the order of its frames; `fps` is needed where they do not tell the frames' times. */
export async function labelsOf(clip: string, fps = NaN): Promise<LabelledFrame[]> {
  const text = await readFile(clip.replace(/\.\w+$/, ".players.json"), "utf8");
  const { frames, times } = PlayersFile.parse(JSON.parse(text));
  const middle = (frame: number) => {
    const start = times?.[frame] ?? frame / fps;
    const end = times ? (times[frame + 1] ?? start + 0.02) : (frame + 1) / fps;
    return (start + end) / 2;
  };
  return Object.entries(frames)
    .map(([frame, players]) => ({
      frame: Number(frame),
      seconds: middle(Number(frame)),
      boxes: new Map(Object.entries(players).map(([name, { box }]) => [name, box])),
    }))
    .sort((a, b) => a.frame - b.frame);
}

/** `count` of the items, evenly spread, the first and the last among them. */
export function spread<T>(items: readonly T[], count: number): T[] {
  const last = items.length - 1;
  return Array.from({ length: count }, (_, index) => items[Math.round((index * last) / (count - 1))]).filter(
    (item) => item !== undefined,
  );
}

/**
 * Makes media with a script of the project, once: they are kept until the scripts change.
 *
 * @returns the folder or file that the script wrote
 */
export async function madeMedia(
  module: "sample" | "bad_inputs" | "rallies",
  name: string,
  ...args: string[]
): Promise<string> {
  const folder = path.join(root, ".cache/e2e-media", await versionOfScripts());
  const wanted = path.join(folder, name);
  if (existsSync(wanted)) {
    return wanted;
  }
  await mkdir(folder, { recursive: true });
  const draft = path.join(folder, `draft-${name}`);
  await rm(draft, { recursive: true, force: true });
  const { code, output } = await capture(venvPython, ["-m", `modal_app.testing.${module}`, draft, ...args], {
    cwd: root,
  });
  if (code !== 0) {
    throw new Error(`${module} ended with status ${code ?? "none"}:\n${output}`);
  }
  for (const made of (await readdir(folder)).filter((file) => file.startsWith("draft-"))) {
    await rename(path.join(folder, made), path.join(folder, made.slice("draft-".length)));
  }
  return wanted;
}

/** A short synthetic match; its truth lies beside it. */
export async function sampleClip(): Promise<string> {
  return madeMedia("sample", "sample.mp4", "--seconds", "3", "--fps", "15");
}

/** A synthetic match of two rallies of four strokes each, twenty seconds in all; its truth lies beside it. */
export async function rallyClip(): Promise<string> {
  const size = ["--size", "768x432", "--fps", "20"];
  return madeMedia("rallies", "rallies.mp4", "--rallies", "2", "--seed", "57", ...size);
}

/** The folder with one file for each kind of trouble. */
export async function badInputs(): Promise<string> {
  return madeMedia("bad_inputs", "bad-inputs");
}

async function versionOfScripts(): Promise<string> {
  const folder = path.join(root, "modal_app/testing");
  const hash = createHash("sha256");
  const files = await readdir(folder, { recursive: true });
  for (const name of files.filter((file) => file.endsWith(".py")).sort()) {
    hash.update(name).update(await readFile(path.join(folder, name)));
  }
  return hash.digest("hex").slice(0, 12);
}
