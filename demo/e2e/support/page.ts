import type { BrowserContext, Page } from "playwright-core";
import type { Stack } from "./stack.js";

export interface PageOptions {
  /** Markup of the body; the script tag is there already. */
  readonly body: string;
  /** Value of the Content-Security-Policy header. */
  readonly policy?: string;
}

/** Opens a page of another kind than the club's, from the same server. */
export async function openPage(visitor: BrowserContext, stack: Stack, { body, policy }: PageOptions): Promise<Page> {
  const page = await visitor.newPage();
  const url = `${stack.pagesUrl}/page-of-a-test.html`;
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
    <script type="module" src="/badminton-analyzer.js"></script></head><body>${body}</body></html>`;
  const headers: Record<string, string> = policy === undefined ? {} : { "content-security-policy": policy };
  await page.route(url, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", headers, body: html }));
  await page.goto(url);
  return page;
}

/** The element's tag as a site would write it. */
export function analyzerTag(stack: Stack, attributes: Readonly<Record<string, string>> = {}): string {
  const all = { "deployment-url": stack.convexUrl, "site-key": stack.siteKey, ...attributes };
  const text = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return `<badminton-analyzer ${text.join(" ")}></badminton-analyzer>`;
}
