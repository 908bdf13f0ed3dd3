import { afterEach, describe, expect, it } from "vitest";
import { problem } from "../../store/problem.js";
import { initialState, type FailedView, type State } from "../../store/state.js";
import { expectAccessible } from "../../testing/axe.js";
import { place } from "../../testing/mount.js";

afterEach(() => document.body.replaceChildren());

const failed: FailedView = { name: "failed", problem: problem("worker_lost"), during: "analysis", owner: true };

it("is accessible", async () => {
  await expectAccessible(
    await place("ba-error-panel", { ...initialState, view: { ...failed, filename: "final.mp4" } }),
  );
});

describe("what it offers", () => {
  it.each<[string, Partial<FailedView>, Partial<State>, string[]]>([
    ["to an owner when it may help", {}, {}, ["Try again", "Analyse another video"]],
    ["when trying again is in vain", { problem: problem("video_still") }, {}, ["Analyse another video"]],
    ["to a viewer", { owner: false }, { fixed: true }, []],
    [
      "when showing failed",
      { owner: false, during: "showing", problem: problem("internal_error") },
      { fixed: true },
      ["Try again"],
    ],
  ])("%s", async (_, view, state, buttons) => {
    const element = await place("ba-error-panel", { ...initialState, ...state, view: { ...failed, ...view } });
    const found = [...(element.shadowRoot?.querySelectorAll("button") ?? [])];
    expect(found.map((button) => button.innerText)).toEqual(buttons);
  });

  it("says when trying again makes sense", async () => {
    const later = { ...problem("rate_limited"), retryAfterMs: 58_000 };
    const element = await place("ba-error-panel", {
      ...initialState,
      view: { ...failed, during: "upload", problem: later },
    });
    expect(element.shadowRoot?.textContent).toContain("Try again in 1 minute.");
  });

  it("shows nothing where nothing is wrong", async () => {
    const element = await place("ba-error-panel", initialState);
    expect(element.shadowRoot?.querySelector("*:not(style)")).toBeNull();
  });
});
