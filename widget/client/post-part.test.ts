import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FakeXhr, type FakeServer } from "../testing/fake-xhr.js";
import { postPart } from "./post-part.js";

const body = new Blob(["0123456789"], { type: "application/octet-stream" });

beforeEach(() => void vi.stubGlobal("XMLHttpRequest", FakeXhr));
afterEach(() => void vi.unstubAllGlobals());

it("posts the bytes, tells how many have left, and gives the storage id", async () => {
  const sent: number[] = [];
  const requests: FakeXhr[] = [];
  const answer = post(
    (request) => {
      requests.push(request);
      request.upload.onprogress?.({ loaded: 4 });
      request.upload.onprogress?.({ loaded: 10 });
      request.answer(200, '{"storageId":"kept"}');
    },
    (bytes) => sent.push(bytes),
  );
  await expect(answer).resolves.toEqual({ storageId: "kept" });
  expect(sent).toEqual([4, 10]);
  expect(requests[0]).toMatchObject({ method: "POST", url: "https://deployment.test/upload", body });
  expect(requests[0]!.headers.get("Content-Type")).toBe("application/octet-stream");
});

it.each<[string, FakeServer]>([
  ["refuses", (request) => request.answer(500, "")],
  ["answers nonsense", (request) => request.answer(200, "<html>")],
  ["answers without an id", (request) => request.answer(200, "{}")],
  ["cannot be reached", (request) => request.onerror?.()],
  ["takes too long", (request) => request.ontimeout?.()],
])("rejects when the server %s", async (_, server) => {
  await expect(post(server)).rejects.toBeInstanceOf(Error);
});

it("lets go of the request when it is aborted", async () => {
  const controller = new AbortController();
  let sending: FakeXhr | undefined;
  const answer = post(
    (request) => {
      sending = request;
      controller.abort(new Error("cancelled"));
    },
    undefined,
    controller.signal,
  );
  await expect(answer).rejects.toThrow("cancelled");
  expect(sending?.aborted).toBe(true);
  await expect(post(() => expect.unreachable(), undefined, controller.signal)).rejects.toThrow("cancelled");
});

function post(
  server: FakeServer,
  onSent: (bytes: number) => void = () => undefined,
  signal = new AbortController().signal,
) {
  FakeXhr.server = server;
  return postPart("https://deployment.test/upload", body, onSent, signal);
}
