import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "./scripts/setup/chromium.mjs";

/** Chromium of the machine: nothing is downloaded, see docs/testing.md. */
const chromium = {
  executablePath: process.env.CHROMIUM_PATH ?? (await findChromium(process.env)) ?? "chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
  ],
};

/** Tests that need a page carry `.browser.test.ts`; every other `.test.ts` runs without one. */
const inBrowser = "**/*.browser.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "contract",
          environment: "node",
          include: ["convex/contract/**/*.test.ts", "scripts/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "convex",
          environment: "edge-runtime",
          include: ["convex/**/*.test.ts"],
          exclude: ["convex/contract/**"],
          server: { deps: { inline: ["convex-test"] } },
        },
      },
      {
        test: {
          name: "local",
          environment: "node",
          include: ["demo/local/**/*.test.ts"],
          testTimeout: 30_000,
          // Components are published for bundlers: their imports carry no file extension.
          server: { deps: { inline: [/@convex-dev\//] } },
        },
      },
      {
        test: {
          name: "widget",
          environment: "node",
          include: ["widget/**/*.test.ts"],
          exclude: [inBrowser],
        },
      },
      {
        test: {
          name: "widget-browser",
          include: ["widget/" + inBrowser],
          globalSetup: ["widget/testing/numbered-clips.setup.ts"],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromium }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["demo/e2e/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
