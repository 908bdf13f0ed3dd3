import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { loadBudgets } from "./scripts/size/plugin.js";

/** Mediabunny's licence asks that whoever gets the built code is told where its source is. */
const MEDIABUNNY =
  "/*! Contains Mediabunny, unchanged: (c) Vanilagy and contributors, MPL-2.0, source at https://www.npmjs.com/package/mediabunny */";

/**
 * Builds what a page's script tag loads: one ES module under a fixed name, beside it the chunks that it fetches when
 * they are needed.
 */
export default defineConfig({
  // Lit's build for both worlds: importing the script where there is no DOM does no harm.
  resolve: {
    conditions: ["node", "module", "import", "default"],
    // Convex's client for Node would bring Node's own modules along.
    alias: {
      "@lit-labs/ssr-dom-shim": fileURLToPath(new URL("widget/utils/no-dom.ts", import.meta.url)),
      "convex/browser": fileURLToPath(import.meta.resolve("convex/browser").replace("index-node.js", "index.js")),
    },
  },
  // A library's chunks are found beside it, wherever a site puts them.
  base: "./",
  build: {
    outDir: "dist",
    target: "es2022",
    sourcemap: true,
    modulePreload: false,
    lib: { entry: "widget/script.ts", formats: ["es"], fileName: () => "badminton-analyzer.js" },
    rolldownOptions: {
      output: {
        minify: true,
        chunkFileNames: "badminton-analyzer-[name]-[hash].js",
        postBanner: ({ moduleIds }) => (moduleIds.some((id) => id.includes("/mediabunny/")) ? MEDIABUNNY : ""),
      },
    },
  },
  plugins: [loadBudgets()],
});
