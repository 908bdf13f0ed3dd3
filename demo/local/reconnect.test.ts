import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { api } from "./testing/app/_generated/api.ts";
import { deploy, liveClient, Seen } from "./testing/harness.ts";

test("after a drop a client has its queries again, and what it missed", async () => {
  const deployment = await deploy();
  const client = liveClient(deployment.url);
  const seen = new Seen<string[]>();
  client.onUpdate(api.notes.list, { topic: "a" }, seen.add);
  await seen.until((texts) => texts.length === 0);
  deployment.dropConnections();
  await deployment.runInternal("notes:insert", { topic: "a", text: "missed" });
  expect(await seen.until((texts) => texts.length === 1)).toEqual(["missed"]);
  await client.mutation(api.notes.add, { topic: "a", text: "after" });
  expect(seen.last).toEqual(["missed", "after"]);
});

test("mutations during drops run once each", async () => {
  const deployment = await deploy();
  const client = liveClient(deployment.url);
  const texts = Array.from({ length: 12 }, (_, n) => String(n));
  const pending = texts.map((text) => client.mutation(api.notes.add, { topic: "a", text }));
  for (const mutation of [pending[2], pending[7]]) {
    await mutation;
    deployment.dropConnections();
  }
  await Promise.all(pending);
  expect(await client.query(api.notes.list, { topic: "a" })).toEqual(texts);
});

/** A client that speaks the protocol by hand, to send what the real one sends rarely or never. */
async function connect(url: string, sessionId: string) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/1.0.0/sync`);
  const messages = new Seen<{ type: string; [key: string]: unknown }>();
  const closed = new Seen<number>();
  socket.on("message", (data: Buffer) => messages.add(JSON.parse(data.toString()) as { type: string }));
  socket.on("close", closed.add);
  await new Promise((resolve) => socket.once("open", resolve));
  const send = (message: object): void => socket.send(JSON.stringify(message));
  send({ type: "Connect", sessionId, connectionCount: 0, lastCloseReason: null, clientTs: 0 });
  return { send, messages, closed, socket };
}

test("a request that is sent again gets its first answer", async () => {
  const { url } = await deploy();
  const request = { type: "Mutation", requestId: 0, udfPath: "notes:add", args: [{ topic: "a", text: "once" }] };
  const answers = [];
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const { send, messages, socket } = await connect(url, "session");
    send(request);
    answers.push(await messages.until(({ type }) => type === "MutationResponse"));
    // The client takes the mutation as done only with the state that has it.
    await messages.until(({ type }) => type === "Transition");
    socket.close();
  }
  expect(answers[1]).toMatchObject({ success: true, result: answers[0]?.result, ts: answers[0]?.ts });
  expect(await liveClient(url).query(api.notes.list, { topic: "a" })).toEqual(["once"]);
});

test.each([
  ["nonsense", "{"],
  ["a message of no known type", { type: "Hello" }],
  [
    "a query set that starts from another version",
    { type: "ModifyQuerySet", baseVersion: 3, newVersion: 4, modifications: [] },
  ],
])("%s ends the connection", async (_name, message) => {
  const { url } = await deploy();
  const { socket, closed } = await connect(url, "session");
  socket.send(typeof message === "string" ? message : JSON.stringify(message));
  expect(await closed.until(() => true)).toBe(1008);
});
