/** `tsx demo/local/main.ts`: hosts the functions of `convex/` on this machine until it is told to stop. */
import { parseArgs } from "node:util";
import { startDeployment } from "./deployment.ts";

const USAGE =
  "Usage: tsx demo/local/main.ts [--port 3210] [--site-port 3211] [--data .local/deployment] " +
  "[--functions convex] [--env NAME=VALUE]...";

/** Variables of this process that the app's functions are given too. */
const PASSED_ON = ["MODAL_ENDPOINT_URL", "MODAL_KEY", "MODAL_SECRET"];

try {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "3210" },
      "site-port": { type: "string", default: "3211" },
      data: { type: "string", default: ".local/deployment" },
      functions: { type: "string", default: "convex" },
      env: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
  } else {
    await run(values);
  }
} catch (error) {
  fail(error);
}

async function run(values: {
  port: string;
  "site-port": string;
  data: string;
  functions: string;
  env: string[];
}): Promise<void> {
  const deployment = await startDeployment({
    functions: values.functions,
    dataDir: values.data,
    port: portOf(values.port),
    sitePort: portOf(values["site-port"]),
    env: { ...passedOn(), ...Object.fromEntries(values.env.map(assignment)) },
    onFailure: fail,
  });
  const { url, siteUrl } = deployment;
  // One line that a program which started this one can read.
  console.log(JSON.stringify({ ready: true, url, siteUrl }));
  const stop = (): void => void deployment.close().then(() => process.exit(0), fail);
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function passedOn(): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function assignment(text: string): [string, string] {
  const cut = text.indexOf("=");
  if (cut < 1) throw new Error(`--env takes NAME=VALUE, not "${text}".`);
  return [text.slice(0, cut), text.slice(cut + 1)];
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`"${text}" is not a port.`);
  return port;
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
