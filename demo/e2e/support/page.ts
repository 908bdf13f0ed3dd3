import type { BrowserContext, Page } from "playwright-core";
import type { Stack } from "./stack.js";
import { startStandIn } from "./stand-in.js";

export interface PageOptions {
  /** Markup of the body; the script tag is there already. */
  readonly body: string;
  /** Value of the Content-Security-Policy header. */
  readonly policy?: string;
}

/** Opens a page of another kind than the club's, on a web server of its own that also holds the built script. */
export async function openPage(visitor: BrowserContext, stack: Stack, { body, policy }: PageOptions): Promise<Page> {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
    <script type="module" src="/badminton-analyzer.js"></script></head><body>${body}</body></html>`;
  const headers: Record<string, string> = policy === undefined ? {} : { "content-security-policy": policy };
  const server = await startStandIn(async ({ path }, response) => {
    if (path === "/") {
      response.writeHead(200, { ...headers, "content-type": "text/html; charset=utf-8" }).end(html);
      return;
    }
    const file = await fetch(stack.pagesUrl + path);
    response.writeHead(file.status, { "content-type": file.headers.get("content-type") ?? "text/plain" });
    response.end(Buffer.from(await file.arrayBuffer()));
  });
  visitor.once("close", () => void server.close());
  const page = await visitor.newPage();
  await page.goto(server.url);
  return page;
}

/** The element's tag as a site would write it. */
export function analyzerTag(stack: Stack, attributes: Readonly<Record<string, string>> = {}): string {
  const all = { "deployment-url": stack.convexUrl, "site-key": stack.siteKey, ...attributes };
  const text = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return `<badminton-analyzer ${text.join(" ")}></badminton-analyzer>`;
}
