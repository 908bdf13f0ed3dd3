import { afterEach, expect, it } from "vitest";
import { initialState, type State } from "../../store/state.js";
import { expectAccessible } from "../../testing/axe.js";
import { part, place } from "../../testing/mount.js";
import { results, videoView } from "../../testing/videos.js";

afterEach(() => document.body.replaceChildren());

const done: State = { ...initialState, view: { name: "done", video: videoView({ status: "completed", results }) } };

it("is accessible, before and while it asks", async () => {
  const element = await place("ba-actions", done);
  await expectAccessible(element);
  part(element, "delete-button").click();
  await element.updateComplete;
  await expectAccessible(element);
});

it("asks before it deletes, and Escape keeps", async () => {
  const element = await place("ba-actions", done);
  let deleted = 0;
  element.addEventListener("ba-delete-request", () => (deleted += 1));
  part(element, "delete-button").click();
  await element.updateComplete;
  expect(deleted).toBe(0);
  part(element, "keep-button").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  await element.updateComplete;
  expect(element.shadowRoot?.activeElement).toBe(part(element, "delete-button"));
  part(element, "delete-button").click();
  await element.updateComplete;
  part(element, "confirm-button").click();
  expect(deleted).toBe(1);
});

it("asks before it has the video analysed again", async () => {
  const element = await place("ba-actions", done);
  let asked = 0;
  element.addEventListener("ba-again-request", () => (asked += 1));
  part(element, "again-button").click();
  await element.updateComplete;
  await expectAccessible(element);
  part(element, "keep-button").click();
  await element.updateComplete;
  expect(asked).toBe(0);
  await expect.poll(() => element.shadowRoot?.activeElement).toBe(part(element, "again-button"));
  part(element, "again-button").click();
  await element.updateComplete;
  part(element, "confirm-button").click();
  expect(asked).toBe(1);
});

it("offers nothing to a viewer, and no other video where the page names one", async () => {
  const viewer = videoView({ status: "completed", results, access: "viewer" });
  const element = await place("ba-actions", { ...done, view: { name: "done", video: viewer } });
  expect(element.shadowRoot?.querySelector("button")).toBeNull();
  element.state = { ...done, fixed: true };
  await element.updateComplete;
  expect([...(element.shadowRoot?.querySelectorAll("button") ?? [])].map((button) => button.innerText)).toEqual([
    "Analyse again",
    "Delete video",
  ]);
});
