import path from "node:path";
import type { Plugin } from "vite";
import { measureLoads } from "./load.js";

/** Fails the build when something that a page loads is over its budget. */
export function loadBudgets(): Plugin {
  let outDir = "";
  return {
    name: "load-budgets",
    apply: "build",
    configResolved: (config) => {
      outDir = path.resolve(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      for (const { fits, text } of await measureLoads(outDir)) {
        if (!fits) {
          throw new Error(`${text}: over the budget.`);
        }
      }
    },
  };
}
