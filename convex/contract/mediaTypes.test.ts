import { describe, expect, test } from "vitest";
import { acceptedFiles } from "../../widget/client/file-check.js";
import { isSupportedVideo } from "./mediaTypes.js";

describe("isSupportedVideo", () => {
  test.each([
    ["match.mp4", ""],
    ["MATCH.MOV", "application/octet-stream"],
    ["match", "video/webm"],
    ["match", "Video/MP4; codecs=avc1"],
  ])("takes %s of type %j", (name, type) => {
    expect(isSupportedVideo(name, type)).toBe(true);
  });

  test.each([
    ["match.txt", "text/plain"],
    ["mp4", ""],
    ["match", ""],
    ["match.mp4.exe", ""],
    ["match.gif", "image/gif"],
  ])("refuses %s of type %j", (name, type) => {
    expect(isSupportedVideo(name, type)).toBe(false);
  });

  test.each(acceptedFiles.split(","))("takes %s, which the file picker offers", (accepted) => {
    const [name, type] = accepted.startsWith(".") ? [`match${accepted}`, ""] : ["match", accepted];
    expect(isSupportedVideo(name, type)).toBe(true);
  });
});
