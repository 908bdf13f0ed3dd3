import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { startDeployment, type Deployment, type DeploymentOptions } from "../deployment.ts";

export const APP = fileURLToPath(new URL("./app", import.meta.url));
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ba-local-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A deployment of the small app in `testing/app`, which ends with the test. */
export async function deploy(options: Partial<DeploymentOptions> = {}): Promise<Deployment> {
  const dataDir = options.dataDir ?? (await temporaryFolder());
  const quiet = () => undefined;
  const deployment = await startDeployment({ functions: APP, port: 0, sitePort: 0, log: quiet, ...options, dataDir });
  onTestFinished(() => deployment.close());
  return deployment;
}

export function liveClient(url: string): ConvexClient {
  const client = new ConvexClient(url, { webSocketConstructor: WebSocket as never, logger: false });
  onTestFinished(() => client.close());
  return client;
}

export function httpClient(url: string): ConvexHttpClient {
  return new ConvexHttpClient(url, { logger: false });
}

/** Collects the values of something that changes, and waits until one of them fits. */
export class Seen<T> {
  readonly values: T[] = [];
  private readonly waiting = new Set<{ fits: (value: T) => boolean; found: (value: T) => void }>();

  readonly add = (value: T): void => {
    this.values.push(value);
    for (const waiter of this.waiting) {
      if (!waiter.fits(value)) continue;
      this.waiting.delete(waiter);
      waiter.found(value);
    }
  };

  get last(): T | undefined {
    return this.values.at(-1);
  }

  /** Resolves at once if the last value fits. */
  until(fits: (value: T) => boolean): Promise<T> {
    const { last } = this;
    if (last !== undefined && fits(last)) return Promise.resolve(last);
    return new Promise((found) => this.waiting.add({ fits, found }));
  }
}

/** A deployment in a process of its own, started by its command line. */
export interface Program {
  process: ChildProcess;
  /** What it wrote so far. */
  output: () => string;
  /** The code it ended with; null if a signal ended it. */
  exit: Promise<number | null>;
  /** Its addresses; rejects if it ends before it has any. */
  ready: Promise<{ url: string; siteUrl: string }>;
}

export function runProgram(...args: string[]): Program {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, "--functions", APP, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const ready = new Promise<{ url: string; siteUrl: string }>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      const line = output.split("\n").find((text) => text.startsWith('{"ready":true'));
      if (line !== undefined) resolve(JSON.parse(line) as { url: string; siteUrl: string });
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    void exit.then(() => reject(new Error(output)));
  });
  // A test that only looks at the exit does not wait for it.
  ready.catch(() => undefined);
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exit;
  });
  return { process: child, output: () => output, exit, ready };
}
