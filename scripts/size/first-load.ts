import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { init, parse } from "es-module-lexer";

/** Most bytes, gzipped, that a page may load before anything is shown. */
export const FIRST_LOAD_BUDGET_BYTES = 60 * 1024;

export interface LoadedFile {
  readonly name: string;
  /** Bytes after gzip. */
  readonly gzipped: number;
}

/** A built module and everything that it imports statically, each once: what a page fetches first. */
export async function firstLoad(entry: string): Promise<LoadedFile[]> {
  await init;
  const found = new Map<string, LoadedFile>();
  const visit = async (file: string): Promise<void> => {
    if (found.has(file)) {
      return;
    }
    const code = await readFile(file);
    found.set(file, { name: path.basename(file), gzipped: gzipSync(code, { level: 9 }).byteLength });
    const [imports] = parse(code.toString());
    for (const { n: specifier, d: dynamic } of imports) {
      if (dynamic === -1 && specifier?.startsWith(".")) {
        await visit(path.resolve(path.dirname(file), specifier));
      }
    }
  };
  await visit(path.resolve(entry));
  return [...found.values()];
}

/** One line for people: what is loaded first, and against which budget. */
export function describeLoad(files: readonly LoadedFile[]): { bytes: number; fits: boolean; text: string } {
  const bytes = files.reduce((sum, file) => sum + file.gzipped, 0);
  const kilobytes = (value: number) => `${(value / 1024).toFixed(1)} KB`;
  const names = files.map(({ name, gzipped }) => `${name} ${kilobytes(gzipped)}`).join(", ");
  const text = `First load: ${kilobytes(bytes)} of ${kilobytes(FIRST_LOAD_BUDGET_BYTES)} gzipped (${names})`;
  return { bytes, fits: bytes <= FIRST_LOAD_BUDGET_BYTES, text };
}
