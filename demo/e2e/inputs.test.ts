import { readFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { errors, type ErrorCode } from "../../convex/contract/errors.js";
import type { ResultNote } from "../../convex/contract/results.js";
import { Analyzer } from "./support/analyzer.js";
import { keepScreenshot, useBrowser } from "./support/browser.js";
import { badInputs, labelsOf, spread } from "./support/media.js";
import { readOverlay } from "./support/overlay-pixels.js";
import { seekToFrame, switchLayer } from "./support/player.js";
import { recordWith, sendPastChecks, videoOf } from "./support/record.js";
import { useStack } from "./support/stack.js";

const stack = useStack();
const browsing = useBrowser();
let folder = "";
beforeAll(async () => {
  folder = await badInputs();
});

const input = (name: string) => path.join(folder, name);

async function send(name: string): Promise<Analyzer> {
  const page = await (await browsing.visitor()).newPage();
  await page.goto(stack().pagesUrl);
  const analyzer = new Analyzer(page);
  await analyzer.choose(input(name));
  return analyzer;
}

async function expectNothingLeft(): Promise<void> {
  await expect.poll(() => stack().storedFiles(), { timeout: 30_000 }).toEqual([]);
  await expect.poll(() => stack().workFiles(), { timeout: 30_000 }).toEqual([]);
}

async function deleteVideo(analyzer: Analyzer): Promise<void> {
  await analyzer.button("Delete video").click();
  await analyzer.button("Yes, delete").click();
  await expectNothingLeft();
}

describe("refused before a byte goes up", () => {
  const refusals: [string, ErrorCode][] = [
    ["empty.mp4", "file_empty"],
    ["text.mp4", "file_type_unsupported"],
    ["oversize.mp4", "file_too_large"],
  ];

  test.each(refusals)("%s: %s", async (name, code) => {
    const analyzer = await send(name);
    expect(await analyzer.problem()).toEqual({ title: "This video was not sent", message: errors[code].message });
    expect(await analyzer.events("ba-upload-start")).toEqual([]);
    expect((await analyzer.event("ba-error")).detail).toMatchObject({ code, message: errors[code].message });
    await keepScreenshot(analyzer.page, `input-${code}`);
    await expectNothingLeft();
  });
});

describe("found out by the worker", () => {
  const failures: [string, ErrorCode][] = [
    ["no-index.mp4", "video_truncated"],
    ["cut-off.mp4", "video_truncated"],
    ["audio-only.mp4", "video_no_picture"],
    ["one-pixel.mp4", "video_too_small"],
    ["still.mp4", "video_still"],
  ];

  test.each(failures)("%s: %s", async (name, code) => {
    const analyzer = await send(name);
    expect(await analyzer.problem()).toEqual({ title: "The analysis stopped", message: errors[code].message });
    await keepScreenshot(analyzer.page, `input-${name.replace(".mp4", "")}`);
    const record = await recordWith(stack(), await videoOf(analyzer), "failed");
    expect(record.error).toEqual({ code, message: errors[code].message, retryable: false });
    expect(await analyzer.button("Try again").count()).toBe(0);
    await expectNothingLeft();
  });

  test("text.mp4, sent past the element's checks: video_unreadable", async () => {
    const record = await recordWith(stack(), await sendPastChecks(stack(), input("text.mp4")), "failed");
    expect(record.error).toMatchObject({ code: "video_unreadable", retryable: false });
    await expectNothingLeft();
  });
});

describe("unusual, and fine", () => {
  /** Plays, and where the truth is known, both players carry a skeleton where they are. */
  const fine: [string, { size: [number, number]; notes: ResultNote[] }][] = [
    ["variable-rate.mp4", { size: [640, 360], notes: ["variable_frame_rate"] }],
    ["rotated.mp4", { size: [640, 360], notes: ["rotated"] }],
    ["odd-size.mp4", { size: [641, 361], notes: [] }],
    ["hevc-10-bit.mp4", { size: [640, 360], notes: [] }],
  ];

  test.each(fine)("%s comes out upright and in time", async (name, { size, notes }) => {
    const analyzer = await send(name);
    const player = await analyzer.player();
    const { results } = await recordWith(stack(), await videoOf(analyzer), "completed");
    // Nobody drew a shuttle.
    expect(results?.notes).toEqual([...notes, "no_shuttle"]);
    expect(Math.abs((results?.videoWidth ?? 0) - size[0])).toBeLessThanOrEqual(1);
    expect(Math.abs((results?.videoHeight ?? 0) - size[1])).toBeLessThanOrEqual(1);
    expect(results?.players).toHaveLength(2);

    const frames = await labelsOf(input(name));
    expect(results?.totalFrames).toBe(frames.length);
    await switchLayer(player, "Names", false);
    for (const { frame, boxes, seconds } of spread(frames, 3)) {
      const painted = await readOverlay(await seekToFrame(player, frame, seconds), boxes, size);
      for (const { span } of Object.values(painted.players))
        expect(span, `skeletons in frame ${frame}`).toBeGreaterThan(0.6);
    }
    await keepScreenshot(analyzer.page, `input-${name.replace(".mp4", "")}`);
    await deleteVideo(analyzer);
  });

  test("no-people.mp4 completes, and says that nobody was found", async () => {
    const analyzer = await send("no-people.mp4");
    await analyzer.player();
    const { results } = await recordWith(stack(), await videoOf(analyzer), "completed");
    expect(results).toMatchObject({ players: [], metricsGap: "no_players" });
    expect(results?.notes).toContain("no_people");
    await analyzer.element.locator("ba-summary", { hasText: "Nobody was found in this video" }).waitFor();
    await keepScreenshot(analyzer.page, "input-no-people");
    await deleteVideo(analyzer);
  });
});

describe("names", () => {
  test.each([
    ['it\'s "quoted" & <b>bold</b>.mp4', 'it\'s "quoted" & <b>bold<b>.mp4'],
    ["🏸 final 決勝 - שער.mp4", "🏸 final 決勝 - שער.mp4"],
    ["../../etc/passwd.mp4", "....etcpasswd.mp4"],
    ["..\\..\\windows\\video.mp4", "....windowsvideo.mp4"],
  ])("%j stays a name", async (given, kept) => {
    const page = await (await browsing.visitor()).newPage();
    await page.goto(stack().pagesUrl);
    const analyzer = new Analyzer(page);
    await analyzer.shows("Analyse a match");
    const clip = (await readFile(input("audio-only.mp4"))).toString("base64");
    await analyzer.element.evaluate(
      (element, { name, data }) => {
        const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
        (element as HTMLElement & { analyze(file: File): boolean }).analyze(new File([bytes], name));
      },
      { name: given, data: clip },
    );
    expect(await analyzer.problem()).toMatchObject({ message: errors.video_no_picture.message });
    const record = await recordWith(stack(), await videoOf(analyzer), "failed");
    expect(record.filename).toBe(kept);
    expect(await analyzer.element.locator("ba-error-panel [part=filename]").innerText()).toBe(`File: ${kept}`);
    await expectNothingLeft();
  });
});
