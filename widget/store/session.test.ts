import { ConvexError } from "convex/values";
import { afterEach, describe, expect, it, vi } from "vitest";
import { videoError } from "../../convex/contract/errors.js";
import { Memory } from "../client/memory.js";
import type { PostPart } from "../client/post-part.js";
import type { UploadLock } from "../client/upload-lock.js";
import { FakeService } from "../testing/fake-service.js";
import { results, videoFile, videoView } from "../testing/videos.js";
import { Session, type SessionTarget } from "./session.js";
import type { State, View } from "./state.js";

const sessions: Session[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) {
    session.dispose();
  }
});

describe("a file that is dropped", () => {
  it("is sent, analysed and shown", async () => {
    const { service, session, seen, reached } = open();
    await session.choose(videoFile(3000));
    await reached("analysing");
    expect(service.processed).toEqual(["video-1"]);
    service.change("video-1", { status: "processing", stage: "detect", progress: 0.5 });
    expect(session.state.view).toMatchObject({ name: "analysing", stage: "detect", progress: 0.5 });
    service.change("video-1", { status: "completed", progress: 1, results });
    expect(session.state.view).toMatchObject({ name: "done", video: { videoId: "video-1" } });
    expect(namesOf(seen)).toEqual(["empty", "checking", "uploading", "analysing", "done"]);
  });

  it("is refused before a byte goes up when it is no video", async () => {
    const { service, session } = open();
    await session.choose(new File(["hello"], "match.mp4"));
    expect(session.state.view).toMatchObject({
      name: "empty",
      problem: { code: "file_type_unsupported" },
      filename: "match.mp4",
    });
    expect(service.videos.size).toBe(0);
  });

  it("is left alone while another one is on its way", async () => {
    const { service, session } = open();
    const first = session.choose(videoFile());
    await session.choose(videoFile(2000, "second.mp4"));
    await first;
    expect([...service.videos.values()].map(({ filename }) => filename)).toEqual(["club final.mp4"]);
  });

  it("may be refused by the deployment, with the time after which to try again", async () => {
    const { service, session } = open();
    service.refuse("createVideo", new ConvexError({ code: "rate_limited", message: "later", retryAfterMs: 30_000 }));
    await session.choose(videoFile());
    expect(session.state.view).toMatchObject({
      name: "failed",
      problem: { code: "rate_limited", retryAfterMs: 30_000 },
      during: "upload",
    });
    await session.retry();
    expect(session.state.view.name).toBe("analysing");
    expect(service.videos.size).toBe(1);
  });
});

describe("an upload", () => {
  it("that stalls is taken up where it stopped", async () => {
    let broken = true;
    const { service, session, reached } = open({
      postPart: (url) => (broken && url.endsWith("/1") ? Promise.reject(new Error("down")) : stored()),
    });
    await session.choose(videoFile(3000));
    expect(session.state.view).toMatchObject({ name: "failed", problem: { code: "upload_stalled" } });
    broken = false;
    await session.retry();
    await reached("analysing");
    expect(service.parts.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(service.videos.size).toBe(1);
  });

  it("that is cancelled leaves no record and nothing to find again", async () => {
    const { service, session, memory } = open({ postPart: neverAnswers });
    const sending = session.choose(videoFile());
    await vi.waitFor(() => expect(service.videos.size).toBe(1));
    await vi.waitFor(() => expect(session.state.videoId).toBe("video-1"));
    await session.cancel();
    await sending;
    expect(session.state.view).toEqual({ name: "empty", problem: undefined, filename: undefined });
    expect(service.videos.size).toBe(0);
    expect(memory.load()).toBeUndefined();
  });

  it("that is cancelled while its record is being made takes the record back", async () => {
    const { service, session } = open();
    const create = service.createVideo.bind(service);
    let answer: () => void = () => undefined;
    service.createVideo = async (video) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return create(video);
    };
    const sending = session.choose(videoFile());
    await vi.waitFor(() => expect(session.state.view.name).toBe("uploading"));
    await session.cancel();
    answer();
    await sending;
    await vi.waitFor(() => expect(service.videos.size).toBe(0));
    expect(session.state.view.name).toBe("empty");
  });
});

describe("after a reload", () => {
  it("an analysis under way is found again", async () => {
    const { service, session, reached } = open({}, {}, ({ service: fake, memory }) => {
      fake.set(videoView({ status: "processing", stage: "track", progress: 0.7 }));
      memory.save({ videoId: "video-1", phase: "analysing", filename: "final.mp4" });
    });
    expect(session.state.view.name).toBe("loading");
    await reached("analysing");
    expect(session.state.view).toMatchObject({ stage: "track", progress: 0.7 });
    expect(service.processed).toEqual([]);
  });

  it("a video that had arrived but was not asked for is asked for once", async () => {
    const { service, reached } = open({}, {}, ({ service: fake, memory }) => {
      fake.set(videoView({ status: "uploaded" }));
      memory.save({ videoId: "video-1", phase: "uploading", filename: "final.mp4" });
    });
    await reached("analysing");
    await vi.waitFor(() => expect(service.processed).toEqual(["video-1"]));
    expect(service.videos.get("video-1")?.status).toBe("processing");
  });

  it("an interrupted upload says so and is cleaned up", async () => {
    const { service, session, memory, seen } = open({}, {}, ({ service: fake, memory: kept }) => {
      fake.set(videoView({ status: "uploading", uploadedBytes: 1024 }));
      kept.save({ videoId: "video-1", phase: "uploading", filename: "final.mp4" });
    });
    await vi.waitFor(() =>
      expect(session.state.view).toMatchObject({
        name: "empty",
        problem: { code: "upload_interrupted" },
        filename: "final.mp4",
      }),
    );
    expect(service.videos.size).toBe(0);
    expect(memory.load()).toBeUndefined();
    expect(namesOf(seen)).toEqual(["empty", "loading", "empty"]);
  });

  it("an upload that another tab is sending is left to it", async () => {
    const held: UploadLock = { hold: () => new Promise(() => undefined) };
    const { service, session, reached } = open({ lock: held }, {}, ({ service: fake, memory }) => {
      fake.set(videoView({ status: "uploading", uploadedBytes: 1024 }));
      memory.save({ videoId: "video-1", phase: "uploading", filename: "final.mp4" });
    });
    await reached("uploading");
    expect(session.state.view).toMatchObject({ elsewhere: true, sent: 1024 });
    expect(service.videos.size).toBe(1);
    service.change("video-1", { status: "processing", stage: "queue" });
    expect(session.state.view.name).toBe("analysing");
  });

  it("a video that is gone is forgotten without a word", async () => {
    const { memory, reached } = open({}, {}, ({ memory: kept }) => {
      kept.save({ videoId: "gone", phase: "analysing", filename: "final.mp4" });
    });
    await reached("empty");
    expect(memory.load()).toBeUndefined();
  });
});

describe("a video that the host page names", () => {
  const target = { videoId: "video-1", shareToken: "s".repeat(43) };

  it("is shown, and nothing is remembered", async () => {
    const { session, memory, reached } = open({}, target, ({ service }) => {
      service.set(videoView({ access: "viewer", status: "completed", results }));
    });
    await reached("done");
    expect(session.state.fixed).toBe(true);
    expect(memory.load()).toBeUndefined();
  });

  it("is not deleted when it could not be shown and the visitor goes on", async () => {
    const { service, session, reached } = open({}, {}, ({ service: fake, memory }) => {
      fake.set(videoView({ status: "completed", results }));
      memory.save({ videoId: "video-1", phase: "analysing", filename: "final.mp4" });
      fake.watchVideo = (_query, _onVideo, onError) => {
        onError(new Error("an answer that could not be read"));
        return () => undefined;
      };
    });
    await reached("failed");
    await session.startOver();
    expect(session.state.view.name).toBe("empty");
    expect(service.videos.size).toBe(1);
  });

  it("may not exist, or not for this visitor", async () => {
    const { session, reached } = open({}, target);
    await reached("failed");
    expect(session.state.view).toMatchObject({ problem: { code: "not_found" }, during: "showing", owner: false });
  });
});

describe("what the owner asks for", () => {
  const processing = ({ service, memory }: Prepared) => {
    service.set(videoView({ status: "processing", stage: "detect", progress: 0.3 }));
    memory.save({ videoId: "video-1", phase: "analysing", filename: "final.mp4" });
  };

  it("cancel waits for the deployment's word", async () => {
    const { service, session, reached } = open({}, {}, processing);
    await reached("analysing");
    const cancelling = session.cancel();
    expect(session.state).toMatchObject({ busy: true, view: { name: "analysing" } });
    await cancelling;
    expect(session.state.view.name).toBe("stopped");
    await session.startOver();
    expect(session.state.view.name).toBe("empty");
    expect(service.videos.size).toBe(0);
  });

  it("a refused action is told beside the view", async () => {
    const { service, session, reached } = open({}, {}, processing);
    await reached("analysing");
    service.refuse("cancelVideo", new ConvexError({ code: "invalid_state", message: "too late" }));
    await session.cancel();
    expect(session.state).toMatchObject({
      busy: false,
      notice: { code: "invalid_state" },
      view: { name: "analysing" },
    });
  });

  it("retry has a failed analysis done again", async () => {
    const { service, session, reached } = open({}, {}, processing);
    await reached("analysing");
    service.change("video-1", { status: "failed", error: videoError("worker_lost") });
    expect(session.state.view).toMatchObject({ name: "failed", during: "analysis" });
    await session.retry();
    expect(session.state.view.name).toBe("analysing");
    expect(service.processed).toEqual(["video-1"]);
  });

  it("is done once more when its owner asks, and then the progress is shown", async () => {
    const { service, session, reached } = open({}, {}, processing);
    await reached("analysing");
    service.change("video-1", { status: "completed", results });
    await session.analyseAgain();
    expect(service.processed).toEqual(["video-1"]);
    expect(session.state.view).toMatchObject({ name: "analysing", stage: "queue" });
  });

  it("retry has figures computed again that could not be, where that may help and the video is the visitor's", async () => {
    const { service, session, reached } = open({}, {}, processing);
    await reached("analysing");
    service.change("video-1", { status: "completed", results, update: videoError("calibration_implausible") });
    await session.retry();
    service.change("video-1", { access: "viewer", update: videoError("worker_lost") });
    await session.retry();
    expect(service.processed).toEqual([]);
    service.change("video-1", { access: "owner" });
    await session.retry();
    expect(service.processed).toEqual(["video-1"]);
    expect(session.state.view).toMatchObject({ name: "done", video: { update: "running" } });
    await session.retry();
    expect(service.processed).toEqual(["video-1"]);
  });

  it("delete takes the video away, another leaves it", async () => {
    const { service, session, memory, reached } = open({}, {}, processing);
    await reached("analysing");
    service.change("video-1", { status: "completed", results });
    await session.startOver();
    expect(service.videos.size).toBe(1);
    expect(memory.load()).toBeUndefined();
    await session.choose(videoFile());
    service.change("video-1", { status: "completed", results });
    expect(session.state.view.name).toBe("done");
    await session.remove();
    expect(service.videos.size).toBe(0);
    expect(session.state.view.name).toBe("empty");
  });
});

it("tells a lost connection and its return", () => {
  const { service, session } = open();
  service.setConnection("lost");
  expect(session.state.connection).toBe("lost");
  service.setConnection("connected");
  expect(session.state.connection).toBe("connected");
});

it("leaves no listener behind and says nothing more once it is disposed", async () => {
  const { service, session, seen } = open();
  await session.choose(videoFile());
  expect(service.watchers).toBe(2);
  session.dispose();
  expect(service.watchers).toBe(0);
  const told = seen.length;
  service.change("video-1", { status: "completed", results });
  expect(seen).toHaveLength(told);
});

interface Prepared {
  readonly service: FakeService;
  readonly memory: Memory;
}

let sites = 0;

describe("a session that is only for watching", () => {
  const shown = { videoId: "video-1", shareToken: "shared", readOnly: true };

  it("asks without the owner's token, and shows an owner's video as to anybody", async () => {
    const { session, service, reached } = open({}, shown, ({ service: fake }) =>
      fake.set(videoView({ status: "completed", results, shareToken: "s".repeat(43) })),
    );
    await reached("done");
    expect(service.queries).toEqual([{ videoId: "video-1", shareToken: "shared" }]);
    expect(session.state.view).toMatchObject({ video: { access: "viewer" } });
    expect(session.state.view).not.toHaveProperty("video.shareToken");
  });

  it("does nothing that is asked of it", async () => {
    const failed = videoView({ status: "failed", error: videoError("worker_lost") });
    const { session, service, reached } = open({}, shown, ({ service: fake }) => fake.set(failed));
    await reached("failed");
    await session.retry();
    await session.remove();
    await session.cancel();
    expect(session.state.view).toMatchObject({ name: "failed", owner: false });
    expect([service.processed, [...service.videos.keys()]]).toEqual([[], ["video-1"]]);
  });
});

function open(
  ports: { postPart?: PostPart; lock?: UploadLock } = {},
  target: Omit<SessionTarget, "siteKey"> = {},
  prepare: (prepared: Prepared) => void = () => undefined,
) {
  sites += 1;
  const service = new FakeService();
  const memory = new Memory(undefined, "https://deployment.test", `club-${sites}`, "0");
  prepare({ service, memory });
  const seen: View[] = [];
  const session = new Session(
    {
      service,
      memory,
      lock: { hold: (_, work) => work() },
      postPart: stored,
      retries: { attempts: 2, firstDelayMs: 0, longestDelayMs: 0 },
      random: () => 0,
      now: () => 0,
      ...ports,
    },
    { siteKey: "club", ...target },
    (state: State) => seen.push(state.view),
  );
  session.start();
  sessions.push(session);
  const reached = (name: View["name"]) => vi.waitFor(() => expect(session.state.view.name).toBe(name));
  return { service, memory, session, seen, reached };
}

function stored(): Promise<{ storageId: string }> {
  return Promise.resolve({ storageId: "stored" });
}

const neverAnswers: PostPart = (_url, _body, _onSent, signal) =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));

/** The views in the order in which they were first shown. */
function namesOf(views: readonly View[]): string[] {
  return views.map(({ name }) => name).filter((name, index, all) => name !== all[index - 1]);
}
