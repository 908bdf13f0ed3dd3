import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { pipeline } from "node:stream/promises";

/** What the demo pages are served from, and what they point at. */
export interface PagesOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Address of the deployment, as `<badminton-analyzer deployment-url>` takes it. */
  readonly deploymentUrl: string;
  readonly siteKey: string;
  /** Folder of the built element: `badminton-analyzer.js` and what it loads later. */
  readonly scriptFolder: string;
  /** Folder of `sample.mp4`. */
  readonly sampleFolder: string;
}

export interface Pages {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".map": "application/json",
  ".json": "application/json",
  ".mp4": "video/mp4",
};

const ownFiles = new Set(["index.html", "club.css", "club.js"]);
const host = "127.0.0.1";

/** Serves the demo pages as a club's web server would: files only, on this machine only. */
export async function servePages(options: PagesOptions): Promise<Pages> {
  const server = createServer((request, response) => {
    respond(options, request, response).catch((cause: unknown) => {
      response.destroy(cause instanceof Error ? cause : undefined);
    });
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(options.port, host, done);
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : options.port;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((done, failed) => {
        server.close((cause) => (cause ? failed(cause) : done()));
        server.closeAllConnections();
      }),
  };
}

async function respond(options: PagesOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const path = fileFor(options, new URL(request.url ?? "/", "http://pages").pathname);
  const found = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (path === undefined || !found?.isFile()) {
    response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    return;
  }
  const headers = { "content-type": types[extname(path)] ?? "application/octet-stream", "cache-control": "no-cache" };
  if (extname(path) === ".html") {
    const page = fill(await readFile(path, "utf8"), options);
    response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : page);
    return;
  }
  response.writeHead(200, { ...headers, "content-length": found.size });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  await pipeline(createReadStream(path), response);
}

/** The file that an address stands for; nothing outside the folders has an address. */
function fileFor(options: PagesOptions, pathname: string): string | undefined {
  const name = normalize(decodePath(pathname === "/" ? "/index.html" : pathname)).slice(1);
  if (ownFiles.has(name)) {
    return join(import.meta.dirname, name);
  }
  if (name.startsWith("samples/")) {
    return within(options.sampleFolder, name.slice("samples/".length));
  }
  return within(options.scriptFolder, name);
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return "/";
  }
}

function within(folder: string, name: string): string | undefined {
  const root = resolve(folder);
  const path = resolve(root, name);
  return path.startsWith(root + "/") && !name.includes("\0") ? path : undefined;
}

/** The page with this server's deployment and site key: what a club would have typed into its page. */
function fill(page: string, { deploymentUrl, siteKey }: PagesOptions): string {
  return page.replaceAll("%DEPLOYMENT_URL%", escapeHtml(deploymentUrl)).replaceAll("%SITE_KEY%", escapeHtml(siteKey));
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
