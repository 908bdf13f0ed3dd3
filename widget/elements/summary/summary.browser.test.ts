import "../player/index.js";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Results } from "../../../convex/contract/results.js";
import { playerEn } from "../../i18n/en.player.js";
import { expectAccessible } from "../../testing/axe.js";
import { results, videoView } from "../../testing/videos.js";
import type { BaSummary } from "./summary.js";

let summary: BaSummary;

afterEach(() => summary.remove());

async function show(changes: Partial<Results> = {}): Promise<string> {
  summary = document.createElement("ba-summary");
  summary.video = videoView({ status: "completed", results: { ...results, ...changes } });
  document.body.append(summary);
  await summary.updateComplete;
  return summary.shadowRoot!.textContent;
}

test("nothing to find for axe", async () => {
  await show({ notes: ["variable_frame_rate"] });
  await expectAccessible(summary);
});

test("the video is described", async () => {
  const text = await show();
  for (const fact of ["12 seconds", "1,280 × 720 pixels", "25 frames per second", "300", "Repeated frames"]) {
    expect(text).toContain(fact);
  }
});

test("that nobody was found is said", async () => {
  const text = await show({ players: [], notes: ["no_people"] });
  expect(text).toContain(playerEn.summary.nobody);
  await expectAccessible(summary);
});

test("what is worth knowing is said in words", async () => {
  const text = await show({ notes: ["rotated", "repeated_frames"] });
  expect(text).toContain(playerEn.summary.notes.rotated);
  expect(text).toContain(playerEn.summary.notes.repeated_frames);
});

test("it fits a narrow column on a page of 320 pixels", async () => {
  await page.viewport(320, 640);
  await show();
  summary.style.inlineSize = "260px";
  await expect.poll(() => summary.scrollWidth).toBeLessThanOrEqual(260);
});
