import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { init, parse } from "es-module-lexer";

/** What a page loads at one go. */
export interface Load {
  readonly name: string;
  /** Begins the name of the module that it begins with, in the build's folder. */
  readonly module: string;
  /** Loads that have come before: what they hold is not counted again. */
  readonly after: readonly string[];
  /** Most bytes, gzipped. */
  readonly budget: number;
}

const ENTRY = "badminton-analyzer";
const KILOBYTE = 1024;

/** The budgets, in the order in which a page loads. */
export const LOADS: readonly Load[] = [
  { name: "First load", module: `${ENTRY}.js`, after: [], budget: 60 * KILOBYTE },
  { name: "Player and overlay", module: `${ENTRY}-player-`, after: ["First load"], budget: 35 * KILOBYTE },
  {
    name: "Court and figures",
    module: `${ENTRY}-match-`,
    after: ["First load", "Player and overlay"],
    budget: 35 * KILOBYTE,
  },
  {
    name: "Charts",
    module: `${ENTRY}-speed-chart-`,
    after: ["First load", "Player and overlay", "Court and figures"],
    budget: 75 * KILOBYTE,
  },
  {
    name: "Charts of strokes and rallies",
    module: `${ENTRY}-charts-`,
    after: ["First load", "Player and overlay", "Court and figures"],
    budget: 75 * KILOBYTE,
  },
  {
    name: "Timeline",
    module: `${ENTRY}-timeline-`,
    after: ["First load", "Player and overlay", "Court and figures"],
    budget: 10 * KILOBYTE,
  },
  {
    name: "Rallies and their correction",
    module: `${ENTRY}-rallies-`,
    after: ["First load", "Player and overlay", "Court and figures"],
    budget: 20 * KILOBYTE,
  },
  {
    name: "Highlights",
    module: `${ENTRY}-highlights-`,
    after: ["First load", "Player and overlay"],
    budget: 15 * KILOBYTE,
  },
  {
    name: "What cuts clips",
    module: `${ENTRY}-export-`,
    after: ["First load", "Player and overlay", "Court and figures"],
    budget: 110 * KILOBYTE,
  },
];

export interface LoadedFile {
  readonly name: string;
  /** Bytes after gzip. */
  readonly gzipped: number;
}

/** A built module and everything that it imports statically, each once. */
export async function filesOf(entry: string): Promise<LoadedFile[]> {
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

/** One line for people about a load: what is in it, and against which budget. */
export interface LoadReport {
  readonly bytes: number;
  readonly fits: boolean;
  readonly text: string;
}

/** Measures every load of a build's folder; `loads` in the order in which a page loads them. */
export async function measureLoads(folder: string, loads: readonly Load[] = LOADS): Promise<LoadReport[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const all = new Map<string, LoadedFile[]>();
  const reports: LoadReport[] = [];
  for (const load of loads) {
    const module = names.find((name) => name.startsWith(load.module));
    if (module === undefined) {
      throw new Error(`The build holds no ${load.module}: ${load.name} cannot be measured.`);
    }
    const files = await filesOf(path.join(folder, module));
    all.set(load.name, files);
    const before = new Set(load.after.flatMap((name) => all.get(name) ?? []).map(({ name }) => name));
    reports.push(
      report(
        load,
        files.filter(({ name }) => !before.has(name)),
      ),
    );
  }
  return reports;
}

function report({ name, budget }: Load, files: readonly LoadedFile[]): LoadReport {
  const bytes = files.reduce((sum, file) => sum + file.gzipped, 0);
  const kilobytes = (value: number) => `${(value / KILOBYTE).toFixed(1)} KB`;
  const list = files.map((file) => `${file.name} ${kilobytes(file.gzipped)}`).join(", ");
  return {
    bytes,
    fits: bytes <= budget,
    text: `${name}: ${kilobytes(bytes)} of ${kilobytes(budget)} gzipped (${list})`,
  };
}
