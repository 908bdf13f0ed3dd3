/** Runs the worker's Python with the arguments given, setting it up first: `node scripts/python.mjs -m modal_app.analyze …`. */
import { endAll, onEndSignal, start } from "./process/processes.mjs";
import { root, venvPython } from "./setup/paths.mjs";
import { runMain } from "./setup/problem.mjs";
import { setUpPython } from "./setup/python.mjs";
import { checkMachine } from "./setup/setup.mjs";

onEndSignal(() => void endAll());
await runMain(async () => {
  checkMachine();
  await setUpPython();
  // Paths among the arguments are meant from where npm was called.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const { code } = await start(venvPython, process.argv.slice(2), { cwd, env: { ...process.env, PYTHONPATH: root } })
    .exit;
  return code ?? 1;
});
