import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { capture, start } from "./processes.mjs";

// Ending a group waits for its processes to be reaped, which a container's init may take seconds over.
vi.setConfig({ testTimeout: 30_000 });

const processes = path.join(import.meta.dirname, "processes.mjs");

/** A shell script that prints its grandchild's process id and then waits on it. */
const parentOfSleep = "sleep 600 & echo $!; wait";

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

const seesEnd = (id: number) => vi.waitFor(() => expect(isRunning(id)).toBe(false), { timeout: 15_000 });

describe("capture", () => {
  test("gives the exit status and both streams of output", async () => {
    const { code, output } = await capture("sh", ["-c", "echo out; echo err >&2; exit 3"]);
    expect(code).toBe(3);
    expect(output).toContain("out\n");
    expect(output).toContain("err\n");
  });

  test("gives the error of a program that is not there", async () => {
    const { code, error } = await capture("no-such-program", []);
    expect(code).toBeNull();
    expect(error?.message).toContain("ENOENT");
  });

  test("ends a program that takes too long", async () => {
    const { timedOut, signal } = await capture("sleep", ["600"], { timeoutMs: 100 });
    expect(timedOut).toBe(true);
    expect(signal).toBe("SIGTERM");
  });

  test("ends what a program leaves running behind it", async () => {
    const { output } = await capture("sh", ["-c", "sleep 600 & echo $!"]);
    await seesEnd(Number(output));
  });
});

test("ending a child ends its children too", async () => {
  let output = "";
  const child = start("sh", ["-c", parentOfSleep], { output: (text) => (output += text) });
  await vi.waitFor(() => expect(output).toContain("\n"));
  const id = Number(output);
  expect(isRunning(id)).toBe(true);
  await child.end();
  await seesEnd(id);
});

test.each(["SIGKILL", "SIGINT"] as const)(
  "nothing is left when the owner gets %s",
  { timeout: 30_000 },
  async (signal) => {
    const script = `
    import { endAll, onEndSignal, start } from ${JSON.stringify(processes)};
    onEndSignal(() => void endAll());
    start("sh", ["-c", ${JSON.stringify(parentOfSleep)}], { output: (text) => process.stdout.write(text) });
  `;
    const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(createInterface({ input: owner.stdout }), "line")) as [string];
    const ended = once(owner, "exit");
    owner.kill(signal);
    await ended;
    await seesEnd(Number(line));
  },
);
