import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import send from "send";

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

const ownFolder = import.meta.dirname;
const ownFiles = new Set(["/club.css", "/club.js", "/tournament.css", "/tournament.js"]);
/** Pages that are filled in, by their addresses. */
const ownPages = new Map([
  ["/", "index.html"],
  ["/index.html", "index.html"],
  ["/tournament.html", "tournament.html"],
]);
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
  const { pathname } = new URL(request.url ?? "/", "http://pages");
  response.setHeader("cache-control", "no-cache");
  const ownPage = ownPages.get(pathname);
  if (ownPage !== undefined) {
    const page = fill(await readFile(join(ownFolder, ownPage), "utf8"), options);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(request.method === "HEAD" ? undefined : page);
    return;
  }
  const notFound = () => response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
  const [root, path] = fileFor(options, pathname);
  send(request, path, { root, index: false, cacheControl: false })
    .on("error", notFound)
    .on("directory", notFound)
    .pipe(response);
}

/** The folder and the address in it that an address of the pages stands for; other folders have no address. */
function fileFor(options: PagesOptions, pathname: string): [root: string, path: string] {
  if (ownFiles.has(pathname)) return [ownFolder, pathname];
  const sample = /^\/samples(\/.*)$/.exec(pathname)?.[1];
  return sample === undefined ? [options.scriptFolder, pathname] : [options.sampleFolder, sample];
}

/** The page with this server's deployment and site key: what a club would have typed into its page. */
function fill(page: string, { deploymentUrl, siteKey }: PagesOptions): string {
  return page.replaceAll("%DEPLOYMENT_URL%", escapeHtml(deploymentUrl)).replaceAll("%SITE_KEY%", escapeHtml(siteKey));
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
