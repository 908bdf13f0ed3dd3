import { format } from "node:util";

const LEVELS = { log: "LOG", info: "INFO", warn: "WARN", error: "ERROR", debug: "DEBUG" } as const;

/** A console for one call, whose lines go back to the client as Convex sends them: `[LOG] 'text'`. */
export function functionConsole(lines: string[]): Console {
  const methods = Object.entries(LEVELS).map(([method, level]) => [
    method,
    (...values: unknown[]) => void lines.push(`[${level}] ${values.map(describe).join(" ")}`),
  ]);
  return Object.assign(Object.create(console) as Console, Object.fromEntries(methods));
}

function describe(value: unknown): string {
  return typeof value === "string" ? `'${value}'` : format("%O", value);
}
