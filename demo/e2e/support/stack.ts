import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { root, venvPython } from "../../../scripts/setup/paths.mjs";
import { readSettings } from "../../../scripts/start/settings.mjs";
import { servePages, type Pages } from "../../pages.js";
import { sampleClip } from "./media.js";
import { freePorts } from "./ports.js";
import { startProgram, type Program } from "./program.js";

const settings = readSettings(process.env);
const scriptFolder = path.join(root, "dist");

/** The tests run against a real Convex that CONVEX_URL names: what they cannot do to it, they leave out. */
export const onRealConvex = !settings.ownDeployment;

/** What stands between the deployment and the worker, in tests of what goes wrong between them. */
export interface Detour {
  /** Where the deployment believes the worker to be. */
  readonly endpoint: string;
  /** Where the worker believes the deployment's files to be, if not where they are. */
  readonly source?: string;
}

/** Everything that runs behind a page. */
export interface Stack {
  readonly pagesUrl: string;
  readonly convexUrl: string;
  readonly siteKey: string;
  readonly workerUrl: string;
  /** Files in the deployment's storage and its drafts; unknown, and so none, on a real Convex. */
  storedFiles(): Promise<string[]>;
  /** Files and folders of the worker's jobs. */
  workFiles(): Promise<string[]>;
  /** `kill -9`, and a start on what was left. */
  restartDeployment(): Promise<void>;
}

/** Starts a stack of its own for the tests of a file. */
export function useStack(detour?: () => Promise<Detour>): () => Stack {
  let stack: (Stack & { end(): Promise<void> }) | undefined;
  beforeAll(async () => {
    stack = await startStack(await detour?.());
  });
  afterAll(() => stack?.end());
  return () => {
    if (!stack) throw new Error("the stack has not started");
    return stack;
  };
}

async function startStack(detour: Detour | undefined): Promise<Stack & { end(): Promise<void> }> {
  if (!existsSync(path.join(scriptFolder, "badminton-analyzer.js"))) {
    throw new Error("The element is not built: run `npm run build` first.");
  }
  const folder = await mkdtemp(path.join(tmpdir(), "analyzer-e2e-"));
  const [convexPort = 0, sitePort = 0, freePort = 0] = await freePorts(3);
  const workerPort = onRealConvex ? settings.ports.WORKER_PORT : freePort;
  const workerUrl = `http://127.0.0.1:${workerPort}`;
  const convexUrl = onRealConvex ? settings.convexUrl : `http://127.0.0.1:${convexPort}`;
  const siteUrl = onRealConvex ? settings.convexSiteUrl : `http://127.0.0.1:${sitePort}`;
  const { siteKey, workerAuth } = settings;
  const auth: Record<string, string> = workerAuth ? { MODAL_KEY: workerAuth.key, MODAL_SECRET: workerAuth.secret } : {};
  const workFolder = path.join(folder, "worker");

  const startDeployment = () =>
    startProgram({
      name: "deployment",
      command: process.execPath,
      args: ["--import", "tsx", path.join(root, "demo/e2e/support/deployment-program.ts")],
      env: {
        ...auth,
        DEPLOYMENT_PORT: String(convexPort),
        SITE_PORT: String(sitePort),
        DATA_FOLDER: path.join(folder, "deployment"),
        SITE_KEY: siteKey,
        MODAL_ENDPOINT_URL: detour?.endpoint ?? workerUrl,
      },
      readyUrl: `${convexUrl}/version`,
    });

  const programs = new Map<string, Program>();
  let pages: Pages | undefined;
  const end = async () => {
    await pages?.close();
    await Promise.all([...programs.values()].map((program) => program.end()));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    if (!onRealConvex) programs.set("deployment", await startDeployment());
    if (workerAuth) {
      programs.set(
        "worker",
        await startProgram({
          name: "worker",
          command: venvPython,
          args: ["-m", "modal_app.local_worker", "--port", String(workerPort), "--work-dir", workFolder],
          env: {
            ...auth,
            CONVEX_URL: detour?.source ?? convexUrl,
            CONVEX_SITE_URL: siteUrl,
            // Short, so that a source that stalls is noticed within the test's time.
            STALL_TIMEOUT_SECONDS: detour ? "2" : "20",
          },
          readyUrl: `${workerUrl}/health`,
        }),
      );
    }
    pages = await servePages({
      port: 0,
      deploymentUrl: convexUrl,
      siteKey,
      scriptFolder,
      sampleFolder: path.dirname(await sampleClip()),
    });
  } catch (error) {
    await end();
    throw error;
  }
  return {
    pagesUrl: pages.url,
    convexUrl,
    siteKey,
    workerUrl,
    storedFiles: () => (onRealConvex ? Promise.resolve([]) : filesBelow(path.join(folder, "deployment/files"))),
    workFiles: () => filesBelow(path.join(workFolder, String(workerPort))),
    restartDeployment: async () => {
      await programs.get("deployment")?.kill();
      programs.set("deployment", await startDeployment());
    },
    end,
  };
}

/** Everything in a folder but its empty folders. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
}
