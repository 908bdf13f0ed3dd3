import path from "node:path";
import type { Plugin } from "vite";
import { describeLoad, firstLoad } from "./first-load.js";

/** Fails the build when what a page loads first is over its budget. */
export function firstLoadBudget(entry: string): Plugin {
  let outDir = "";
  return {
    name: "first-load-budget",
    apply: "build",
    configResolved: (config) => {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      const { fits, text } = describeLoad(await firstLoad(path.join(outDir, entry)));
      if (!fits) {
        throw new Error(`${text}: over the budget.`);
      }
    },
  };
}
