import { format } from "node:util";

const LEVELS = { log: "LOG", info: "INFO", warn: "WARN", error: "ERROR", debug: "DEBUG" } as const;

/** A console for one call, whose lines go back to the client as Convex sends them: `[LOG] 'text'`. */
export function functionConsole(lines: string[]): Console {
  const own: Record<string, (...values: unknown[]) => void> = {};
  for (const [method, level] of Object.entries(LEVELS)) {
    own[method] = (...values) => void lines.push(`[${level}] ${values.map(describe).join(" ")}`);
  }
  return Object.assign(Object.create(console) as Console, own);
}

function describe(value: unknown): string {
  return typeof value === "string" ? `'${value}'` : format("%O", value);
}
