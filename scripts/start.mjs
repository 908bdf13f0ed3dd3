/**
 * `npm start`: sets up what is missing, starts the local deployment, the local worker and the demo pages, and prints the one
 * address to open. Ctrl-C ends them all. `--watch` (`npm run dev`) rebuilds the element and restarts the deployment as their
 * sources change, and shows what the parts print.
 */
import path from "node:path";
import { endAll, onEndSignal, start } from "./process/processes.mjs";
import { install } from "./setup/install.mjs";
import { root } from "./setup/paths.mjs";
import { Problem, runMain } from "./setup/problem.mjs";
import { setUp } from "./setup/setup.mjs";
import { startPart } from "./start/part.mjs";
import { checkPorts } from "./start/ports.mjs";
import { makeSample } from "./start/sample.mjs";
import { readSettings } from "./start/settings.mjs";
import { partsOf, portsOf } from "./start/stack.mjs";

const vite = path.join(root, "node_modules/.bin/vite");
const watch = process.argv.includes("--watch");

/** Settles when a person asks for the end. @type {Promise<"asked">} */
const asked = new Promise((resolve) => onEndSignal(() => resolve("asked")));

/** Brings the stack up, and stays until a part of it ends: that is a problem. */
async function serve() {
  const settings = readSettings(process.env);
  await checkPorts(portsOf(settings));
  await setUp();
  await makeSample();
  await install("build the element", vite, ["build"]);

  const ends = [];
  if (watch) {
    const { exit } = start(vite, ["build", "--watch", "--no-emptyOutDir"], { cwd: root });
    ends.push(exit.then(() => new Problem("The build ended by itself, so everything was ended.")));
  }
  for (const part of partsOf(settings, { watch })) {
    const { ended } = await startPart(part, { echo: watch });
    ends.push(ended);
  }
  if (!settings.workerAuth) {
    console.log(
      "No worker was started: the deployment's own analyses the videos (MODAL_KEY and MODAL_SECRET start one here).",
    );
  }
  console.log(`\nOpen ${settings.pagesUrl}\n\nCtrl-C ends everything.`);
  throw await Promise.race(ends);
}

await runMain(async () => {
  const serving = serve();
  try {
    await Promise.race([serving, asked]);
    return 0;
  } finally {
    // What ends from here on does so because it is told to.
    serving.catch(() => undefined);
    await endAll();
  }
});
