import { MAX_FILENAME_LENGTH, MAX_VIDEO_BYTES } from "../../convex/contract/limits.js";
import { problem, type Problem } from "../store/problem.js";

/** One kind of container, by what its files are called and how they begin. */
interface Container {
  readonly extensions: readonly string[];
  readonly types: readonly string[];
  readonly recognises: (head: Uint8Array) => boolean;
}

/** Bytes that have to be looked at: two MPEG transport packets and a byte. */
const HEAD_BYTES = 189;
const TRANSPORT_PACKET_BYTES = 188;
const TRANSPORT_SYNC = 0x47;

/** Names of the box that an MP4 or MOV file may begin with (ISO 14496-12, and QuickTime's older forms). */
const FIRST_BOXES = ["ftyp", "moov", "mdat", "wide", "free", "skip", "pnot"];

const containers: readonly Container[] = [
  {
    extensions: ["mp4", "m4v", "mov"],
    types: ["video/mp4", "video/x-m4v", "video/quicktime"],
    recognises: (head) => FIRST_BOXES.includes(text(head, 4, 8)),
  },
  {
    extensions: ["webm", "mkv"],
    types: ["video/webm", "video/x-matroska", "video/matroska"],
    // The EBML header, RFC 8794.
    recognises: (head) => startsWith(head, [0x1a, 0x45, 0xdf, 0xa3]),
  },
  {
    extensions: ["avi"],
    types: ["video/x-msvideo", "video/avi", "video/msvideo", "video/vnd.avi"],
    recognises: (head) => text(head, 0, 4) === "RIFF" && text(head, 8, 12) === "AVI ",
  },
  {
    extensions: ["mpg", "mpeg"],
    types: ["video/mpeg"],
    // A program stream's pack header, a bare sequence header, or a transport stream.
    recognises: (head) =>
      startsWith(head, [0, 0, 1, 0xba]) ||
      startsWith(head, [0, 0, 1, 0xb3]) ||
      (head[0] === TRANSPORT_SYNC && head[TRANSPORT_PACKET_BYTES] === TRANSPORT_SYNC),
  },
];

/** Value of a file input's `accept` for what is taken. */
export const acceptedFiles = containers
  .flatMap(({ extensions, types }) => [...types, ...extensions.map((extension) => `.${extension}`)])
  .join(",");

/** What the checks need to know of a `File`. */
export type VideoFile = Blob & { readonly name: string };

/**
 * Looks at size, name, type and first bytes of a file, and says why it cannot be taken. A file that names one
 * accepted container and holds another is fine: cameras and tools often mix MP4 and MOV.
 */
export async function checkFile(file: VideoFile): Promise<Problem | undefined> {
  if (file.size === 0) {
    return problem("file_empty");
  }
  if (file.size > MAX_VIDEO_BYTES) {
    return problem("file_too_large");
  }
  if (!namedContainer(file)) {
    return problem("file_type_unsupported");
  }
  let head: Uint8Array;
  try {
    head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  } catch {
    return problem("file_changed");
  }
  return containers.some((container) => container.recognises(head)) ? undefined : problem("file_type_unsupported");
}

/** The MIME type to send along: the browser's own when it is a known one, else by the extension. */
export function contentTypeOf(file: VideoFile): string {
  const type = file.type.toLowerCase();
  const container = namedContainer(file);
  return container?.types.includes(type) ? type : (container?.types[0] ?? "application/octet-stream");
}

/** The file's name as a record keeps it: no longer than the contract allows, its extension kept. */
export function recordName(file: VideoFile): string {
  if (file.name.length <= MAX_FILENAME_LENGTH) {
    return file.name;
  }
  const ending = `….${extensionOf(file.name)}`;
  const kept = file.name.slice(0, MAX_FILENAME_LENGTH - ending.length);
  // The cut may fall into a surrogate pair.
  return kept.replace(/[\uD800-\uDBFF]$/, "") + ending;
}

function namedContainer(file: VideoFile): Container | undefined {
  const extension = extensionOf(file.name);
  const type = file.type.toLowerCase();
  return (
    containers.find(({ extensions }) => extensions.includes(extension)) ??
    containers.find(({ types }) => types.includes(type))
  );
}

function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

function text(head: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...head.subarray(start, end));
}
