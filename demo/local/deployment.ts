import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { convexToJson, jsonToConvex, type Value } from "convex/values";
import { Crons } from "./crons.ts";
import { lockFolder } from "./data-lock.ts";
import { Engine } from "./engine.ts";
import { separateEnvironments } from "./env.ts";
import { FileStore } from "./file-store.ts";
import { frames } from "./frames.ts";
import { withFrames } from "./functions.ts";
import { httpApi } from "./http-api.ts";
import { loadApp, preload } from "./modules.ts";
import { Persistence } from "./persistence.ts";
import { Runtime } from "./runtime.ts";
import { Scheduler } from "./scheduler.ts";
import { SessionRequests } from "./session-requests.ts";
import { siteActions } from "./site-actions.ts";
import { Storage } from "./storage.ts";
import { Subscriptions } from "./subscriptions.ts";
import { serveSyncSockets } from "./sync-socket.ts";
import { installSyscalls } from "./syscalls.ts";
import { WebServer } from "./web-server.ts";

export interface DeploymentOptions {
  /** The folder of Convex functions. */
  functions: string;
  /** Where everything is kept; made if it is not there. */
  dataDir: string;
  /** 0 takes any free port. */
  port: number;
  sitePort: number;
  host?: string;
  /** The variables that functions see, beside CONVEX_CLOUD_URL and CONVEX_SITE_URL. */
  env?: Readonly<Record<string, string>>;
  /** The longest file that can be uploaded, in bytes. */
  uploadLimit?: number;
  /** Takes the log lines of functions and what went wrong. */
  log?: (line: string) => void;
  /** Called when nothing can be stored any more, after which every write fails. */
  onFailure?: (error: Error) => void;
}

export interface Deployment {
  url: string;
  siteUrl: string;
  /** Runs any function, internal ones included, by its name `module:function`. */
  runInternal: (name: string, args: Record<string, Value>) => Promise<Value>;
  /** Ends every socket, as a lost connection would. */
  dropConnections: () => void;
  close: () => Promise<void>;
}

const PATIENCE_MS = 2000;

/**
 * Hosts Convex functions behind Convex's own protocol, from a folder on this machine.
 *
 * @throws Error in one sentence if a port or the folder is in use, or a module cannot be loaded
 */
export async function startDeployment(options: DeploymentOptions): Promise<Deployment> {
  const { host = "127.0.0.1", log = console.log, uploadLimit = 2 ** 31 } = options;
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const unlock = await lockFolder(dataDir);
  const api = new WebServer();
  const site = new WebServer();
  try {
    const url = await api.listen(options.port, host);
    const siteUrl = await site.listen(options.sitePort, host);
    const env = { ...options.env, CONVEX_CLOUD_URL: url, CONVEX_SITE_URL: siteUrl };
    const onFailure = options.onFailure ?? ((error: Error) => log(error.message));
    const parts = await assemble(options.functions, dataDir, url, { env, log, onFailure });
    return serve({ ...parts, url, siteUrl, api, site, uploadLimit, unlock });
  } catch (error) {
    await Promise.all([api.close(), site.close(), unlock()]);
    throw error;
  }
}

async function assemble(
  functions: string,
  dataDir: string,
  url: string,
  options: { env: Record<string, string>; log: (line: string) => void; onFailure: (error: Error) => void },
) {
  separateEnvironments();
  const app = await loadApp(resolve(functions));
  await preload(app);
  const components = app.components.map((component) => ({ ...component, modules: withFrames(component.modules) }));
  const engine = new Engine(app.schema, withFrames(app.modules), components);
  const persistence = await Persistence.restore(engine, join(dataDir, "journal.jsonl"), options.onFailure);
  const files = await FileStore.open(dataDir);
  const storage = new Storage(engine, files, persistence, url);
  await storage.sweep();
  installSyscalls(engine, storage);
  const durable = () => persistence.durable();
  const runtime = new Runtime(engine, app, options.env, options.log);
  const scheduler = new Scheduler(engine, runtime);
  const subscriptions = new Subscriptions(engine, runtime, durable);
  engine.onCommit((commit) => {
    const call = frames.getStore()?.call;
    const answered =
      call?.session && call.returned !== undefined ? { ...call.session, result: call.returned } : undefined;
    persistence.record(commit, answered);
    call?.onCommit?.(commit.ts);
    storage.follow(commit);
    scheduler.follow(commit);
    subscriptions.follow(commit);
  });
  const crons = new Crons(runtime);
  await scheduler.resume();
  const cronModule = app.modules["./crons.ts"];
  if (cronModule) crons.start((await cronModule()).default);
  return { engine, persistence, files, storage, durable, runtime, scheduler, subscriptions, crons };
}

type Parts = Awaited<ReturnType<typeof assemble>>;

interface Servers {
  url: string;
  siteUrl: string;
  api: WebServer;
  site: WebServer;
  uploadLimit: number;
  unlock: () => Promise<void>;
}

function serve(parts: Parts & Servers): Deployment {
  const { engine, runtime, durable, subscriptions, api, site, persistence, scheduler, crons } = parts;
  const requests = new SessionRequests(persistence.answered);
  api.serve(httpApi(parts));
  site.serve(siteActions(engine, runtime, durable));
  const sockets = serveSyncSockets(api.server, { engine, runtime, subscriptions, requests, durable });
  return {
    url: parts.url,
    siteUrl: parts.siteUrl,
    dropConnections: () => sockets.close(),
    runInternal: async (name, args) => {
      const { value, error } = await runtime.run(name, convexToJson(args));
      if (error) throw error.thrown;
      await durable();
      return jsonToConvex(value);
    },
    close: async () => {
      crons.stop();
      sockets.close();
      await Promise.all([api.close(), site.close(), scheduler.stop(PATIENCE_MS)]);
      await persistence.close();
      await parts.unlock();
    },
  };
}
