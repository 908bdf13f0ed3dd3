import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { runProgram, temporaryFolder } from "./testing/harness.ts";

async function takenPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

test("it says when it is ready, and ends cleanly when it is told to", async () => {
  const data = await temporaryFolder();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const program = runProgram("--port", "0", "--site-port", "0", "--data", data);
    const { url, siteUrl } = await program.ready;
    expect(await (await fetch(url)).text()).toContain("running");
    expect((await fetch(siteUrl)).status).toBe(404);
    program.process.kill(signal);
    expect(await program.exit).toBe(0);
  }
});

test.each(["--port", "--site-port"])("a %s in use ends it with one sentence", async (option) => {
  const port = await takenPort();
  const free = option === "--port" ? "--site-port" : "--port";
  const program = runProgram(option, port, free, "0", "--data", await temporaryFolder());
  expect(await program.exit).toBe(1);
  expect(program.output().trim()).toBe(`Port ${port} on 127.0.0.1 is in use.`);
});

test("a data folder in use ends it with one sentence", async () => {
  const data = await temporaryFolder();
  await runProgram("--port", "0", "--site-port", "0", "--data", data).ready;
  const second = runProgram("--port", "0", "--site-port", "0", "--data", data);
  expect(await second.exit).toBe(1);
  expect(second.output().trim()).toBe(`Another local deployment uses the folder ${data} already.`);
});

test.each([
  [["--port", "http"], '"http" is not a port.'],
  [["--env", "NOTHING"], '--env takes NAME=VALUE, not "NOTHING".'],
])("%j is refused", async (args, sentence) => {
  const program = runProgram(...args);
  expect(await program.exit).toBe(1);
  expect(program.output().trim()).toBe(sentence);
});
