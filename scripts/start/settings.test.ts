import { describe, expect, test } from "vitest";
import { readSettings, siteUrlOf } from "./settings.mjs";

describe("without settings", () => {
  const settings = readSettings({});

  test("everything runs on this machine alone, on the usual ports", () => {
    expect(settings).toMatchObject({
      ownDeployment: true,
      convexUrl: "http://127.0.0.1:3210",
      convexSiteUrl: "http://127.0.0.1:3211",
      workerUrl: "http://127.0.0.1:8787",
      pagesUrl: "http://127.0.0.1:5173",
    });
  });

  test("every run draws its own secret between deployment and worker", () => {
    expect(settings.workerAuth?.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(readSettings({}).workerAuth).not.toEqual(settings.workerAuth);
  });
});

describe("ports", () => {
  test("can be moved", () => {
    expect(readSettings({ PAGES_PORT: "8080" }).pagesUrl).toBe("http://127.0.0.1:8080");
  });

  test.each(["0", "65536", "http", "-1", ""])("%j is refused", (text) => {
    expect(() => readSettings({ PAGES_PORT: text })).toThrow(`PAGES_PORT=${text} is not a port`);
  });

  test("two parts cannot share one", () => {
    expect(() => readSettings({ PAGES_PORT: "3210" })).toThrow("DEPLOYMENT_PORT and PAGES_PORT are both 3210");
  });
});

describe("with CONVEX_URL", () => {
  const url = "https://happy-otter-123.convex.cloud";

  test("that deployment is used, and its own worker", () => {
    expect(readSettings({ CONVEX_URL: `${url}/` })).toMatchObject({
      ownDeployment: false,
      convexUrl: url,
      convexSiteUrl: "https://happy-otter-123.convex.site",
      workerAuth: null,
    });
  });

  test("the worker runs here when the deployment's secrets are given", () => {
    const { workerAuth } = readSettings({ CONVEX_URL: url, MODAL_KEY: "k", MODAL_SECRET: "s" });
    expect(workerAuth).toEqual({ key: "k", secret: "s" });
  });

  test("the address of HTTP actions can be given too", () => {
    const settings = readSettings({ CONVEX_URL: url, CONVEX_SITE_URL: "https://club.example" });
    expect(settings.convexSiteUrl).toBe("https://club.example");
  });

  test.each(["happy-otter-123", "ftp://happy.example"])("%j is refused", (text) => {
    expect(() => readSettings({ CONVEX_URL: text })).toThrow(`CONVEX_URL=${text} is not an address`);
  });
});

test.each([
  ["https://happy-otter-123.convex.cloud", "https://happy-otter-123.convex.site"],
  ["http://127.0.0.1:3210", "http://127.0.0.1:3211"],
])("the HTTP actions of %s are at %s", (convexUrl, siteUrl) => {
  expect(siteUrlOf(convexUrl)).toBe(siteUrl);
});
