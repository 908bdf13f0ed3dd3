import "../../define.js";
import { afterEach, expect, it } from "vitest";
import { initialState, type State } from "../../store/state.js";
import { expectAccessible } from "../../testing/axe.js";
import { part } from "../../testing/mount.js";
import { videoFile } from "../../testing/videos.js";
import type { BaUploader } from "./uploader.js";

afterEach(() => document.body.replaceChildren());

it("is accessible, empty and while it checks a file", async () => {
  const element = await place();
  await expectAccessible(element);
  element.state = { ...initialState, view: { name: "checking", filename: "final.mp4" } };
  await element.updateComplete;
  await expectAccessible(element);
});

it("takes the first of several dropped files, and says so", async () => {
  const element = await place();
  const files = filesRequested(element);
  drop(element, [videoFile(10, "first.mp4"), videoFile(10, "second.mp4")]);
  await element.updateComplete;
  expect(files.map(({ name }) => name)).toEqual(["first.mp4"]);
  expect(element.shadowRoot?.textContent).toContain("Only the first");
});

it("takes nothing while it checks a file", async () => {
  const element = await place({ ...initialState, view: { name: "checking", filename: "final.mp4" } });
  const files = filesRequested(element);
  drop(element, [videoFile(10, "next.mp4")]);
  expect(files).toEqual([]);
  expect(part(element, "choose-button")).toHaveProperty("disabled", true);
});

it("leaves a dragged text to the page", async () => {
  const element = await place();
  const dataTransfer = new DataTransfer();
  dataTransfer.setData("text/plain", "a word");
  const over = new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true });
  part(element, "dropzone").dispatchEvent(over);
  expect(over.defaultPrevented).toBe(false);
});

async function place(state: State = initialState): Promise<BaUploader> {
  const element = document.createElement("ba-uploader");
  element.state = state;
  document.body.append(element);
  await element.updateComplete;
  return element;
}

function filesRequested(element: BaUploader): File[] {
  const files: File[] = [];
  element.addEventListener("ba-file-request", ({ detail }) => files.push(detail.file));
  return files;
}

function drop(element: BaUploader, files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) {
    dataTransfer.items.add(file);
  }
  part(element, "dropzone").dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}
