import type { ReactiveController } from "lit";
import { expect, test } from "vitest";
import { FollowPlayhead } from "./follow-playhead.js";
import { Playhead } from "./playhead.js";

/** A host as the controller sees it, and what it heeded. */
function hosted() {
  const host = {
    isConnected: true,
    playhead: new Playhead() as Playhead | undefined,
    addController: (_controller: ReactiveController) => undefined,
    removeController: (_controller: ReactiveController) => undefined,
    requestUpdate: () => undefined,
    updateComplete: Promise.resolve(true),
  };
  const heeded: (number | undefined)[] = [];
  const following = new FollowPlayhead(host, () => heeded.push(host.playhead?.seconds));
  return { host, heeded, following };
}

test("heeds at once, and then every frame, until the host is taken out", () => {
  const { host, heeded, following } = hosted();
  const { playhead } = host;
  following.hostConnected();
  playhead?.show(1);
  playhead?.show(2);
  following.hostDisconnected();
  playhead?.show(3);
  expect(heeded).toEqual([undefined, 1, 2]);
  expect(playhead?.followed).toBe(false);
  following.hostConnected();
  expect(heeded).toEqual([undefined, 1, 2, 3]);
});

test("goes over to another playhead, and leaves the first alone", () => {
  const { host, heeded, following } = hosted();
  const first = host.playhead;
  following.hostConnected();
  host.playhead = new Playhead();
  host.playhead.show(7);
  following.hostUpdate();
  following.hostUpdate();
  first?.show(1);
  host.playhead.show(8);
  expect(heeded).toEqual([undefined, 7, 8]);
  expect(first?.followed).toBe(false);
  host.playhead = undefined;
  following.hostUpdate();
  expect(heeded).toEqual([undefined, 7, 8, undefined]);
});

test("follows nothing while the host is in no document", () => {
  const { host, heeded, following } = hosted();
  host.isConnected = false;
  following.hostUpdate();
  host.playhead?.show(1);
  expect(heeded).toEqual([]);
  expect(host.playhead?.followed).toBe(false);
});
