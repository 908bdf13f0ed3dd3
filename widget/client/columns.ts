import { decode } from "@msgpack/msgpack";

/** A file that is not what it should be, or not of a version that this player knows. */
export class SegmentError extends Error {
  override readonly name = "SegmentError";
}

const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * Reads a packed file: gzip over MessagePack. A server that labels the file `Content-Encoding: gzip` has the browser unpack it
 * first, so bytes that are no gzip are read as MessagePack.
 *
 * @throws SegmentError when it is neither.
 */
export async function unpack(file: Uint8Array<ArrayBuffer>): Promise<unknown> {
  const packed = file[0] === GZIP_MAGIC[0] && file[1] === GZIP_MAGIC[1];
  let bytes: Uint8Array;
  try {
    bytes = packed ? await gunzip(file) : file;
  } catch (cause) {
    throw new SegmentError("The frame data is damaged", { cause });
  }
  return contentOf(bytes);
}

/** @throws SegmentError when the bytes are not MessagePack. */
export function contentOf(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch (cause) {
    throw new SegmentError("The frame data is not MessagePack", { cause });
  }
}

async function gunzip(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([file]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const uint8 = (column: Uint8Array) => new Uint8Array(aligned(column, 1));

export const uint16 = (column: Uint8Array) => new Uint16Array(aligned(column, 2));

export const int16 = (column: Uint8Array) => new Int16Array(aligned(column, 2));

export const int32 = (column: Uint8Array) => new Int32Array(aligned(column, 4));

/** A copy that starts at a multiple of any element size, and does not keep the whole file alive. */
function aligned(column: Uint8Array, elementBytes: number): ArrayBuffer {
  if (column.byteLength % elementBytes !== 0) throw new SegmentError("A column ends within a number");
  return column.slice().buffer;
}

/** @throws SegmentError when a column does not hold as many numbers as belong into it. */
export function expectLengths(columns: Readonly<Record<string, readonly [ArrayLike<number>, number]>>): void {
  for (const [name, [{ length }, expected]] of Object.entries(columns)) {
    if (length !== expected) throw new SegmentError(`Column ${name} holds ${length} numbers, not ${expected}`);
  }
}

/** Whether each value is greater than the one before. */
export function rises(values: Int32Array | Uint16Array): boolean {
  return values.every((value, at) => at === 0 || value > (values[at - 1] ?? value));
}
