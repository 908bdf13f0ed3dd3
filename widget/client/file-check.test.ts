import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_FILENAME_LENGTH, MAX_VIDEO_BYTES } from "../../convex/contract/limits.js";
import { isSupportedVideo } from "../../convex/contract/mediaTypes.js";
import { heads, videoFile } from "../testing/videos.js";
import { acceptedFiles, checkFile, contentTypeOf, recordName } from "./file-check.js";

describe("a file that is taken", () => {
  it.each(Object.entries(heads))("begins like %s and is named so", async (extension, head) => {
    const file = videoFile(2000, `match.${extension}`, head);
    expect(await checkFile(file)).toBeUndefined();
    expect(isSupportedVideo(file.name, contentTypeOf(file))).toBe(true);
  });

  it("may be named in capitals, and hold another container than it says", async () => {
    expect(await checkFile(videoFile(2000, "MATCH.MOV", heads.mp4))).toBeUndefined();
  });

  it("may have any name when the browser knows its type", async () => {
    const file = new File([new Uint8Array(heads.webm)], "recording", { type: "video/webm" });
    expect(await checkFile(file)).toBeUndefined();
  });

  it("may be an MPEG transport stream", async () => {
    const bytes = new Uint8Array(400);
    bytes[0] = bytes[188] = 0x47;
    expect(await checkFile(new File([bytes], "tv.mpg"))).toBeUndefined();
  });

  it("may be exactly as large as the limit", async () => {
    expect(await checkFile(ofSize(MAX_VIDEO_BYTES))).toBeUndefined();
  });
});

describe("a file that is refused", () => {
  it.each([
    ["empty", videoFile(0), "file_empty"],
    ["a byte over the limit", ofSize(MAX_VIDEO_BYTES + 1), "file_too_large"],
    ["text that is named like a video", new File(["Dear club, the match was…"], "match.mp4"), "file_type_unsupported"],
    ["a video that is named like a picture", videoFile(2000, "match.jpg"), "file_type_unsupported"],
    ["without any name or type", videoFile(2000, ""), "file_type_unsupported"],
    ["too short to tell", videoFile(3, "match.mp4"), "file_type_unsupported"],
  ])("is %s", async (_, file, code) => {
    expect(await checkFile(file)).toMatchObject({ code });
  });

  it("has gone since it was chosen", async () => {
    const slice = () =>
      ({ arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) }) as unknown as Blob;
    expect(await checkFile(pretended({ size: 3000, slice }))).toMatchObject({ code: "file_changed" });
  });

  it("begins with anything else, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        // The first byte belongs to no container that is told by its first byte, the fifth to no MP4 box.
        bytes[0] = 0x99;
        if (bytes.length > 4) bytes[4] = 0;
        expect(await checkFile(new File([bytes], "match.mp4"))).toMatchObject({ code: "file_type_unsupported" });
      }),
    );
  });
});

describe("the name that a record keeps", () => {
  it("is the file's own, odd characters and all", () => {
    const name = 'a "quoted" 🏸 name.mp4';
    expect(recordName(videoFile(10, name))).toBe(name);
  });

  it("is never too long, keeps its ending, and is well formed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 100, maxLength: 400 }), (stem) => {
        const kept = recordName(videoFile(10, `${stem}.mp4`));
        expect(kept.length).toBeLessThanOrEqual(MAX_FILENAME_LENGTH);
        expect(kept.endsWith(".mp4")).toBe(true);
        expect(() => encodeURIComponent(kept)).not.toThrow();
      }),
    );
  });
});

it("the picker offers what the checks take", () => {
  for (const extension of Object.keys(heads)) {
    expect(acceptedFiles.split(",")).toContain(`.${extension}`);
  }
});

/** A video file of which only the size and the first bytes are real. */
function ofSize(size: number): File {
  const file = videoFile(100);
  return pretended({ size, slice: (start, end) => file.slice(start, end) });
}

function pretended(parts: Pick<File, "size" | "slice">): File {
  return { name: "match.mp4", type: "", ...parts } as File;
}
