import { expect, test } from "vitest";
import { api } from "./testing/app/_generated/api.ts";
import { deploy, httpClient } from "./testing/harness.ts";

async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

test("the HTTP client queries, mutates and acts", async () => {
  const { url } = await deploy();
  const client = httpClient(url);
  await client.mutation(api.notes.add, { topic: "a", text: "one" });
  expect(await client.action(api.notes.addByAction, { topic: "a", texts: ["two", "three"] })).toBe(3);
  expect(await client.query(api.notes.list, { topic: "a" })).toEqual(["one", "two", "three"]);
  const { ts } = (await (await post(`${url}/api/query_ts`, {})).json()) as { ts: string };
  const later = await post(`${url}/api/query_at_ts`, { path: "notes:list", args: [{ topic: "a" }], ts });
  expect(await later.json()).toMatchObject({ status: "success", value: ["one", "two", "three"] });
});

test("errors keep their data and their message", async () => {
  const { url } = await deploy();
  const client = httpClient(url);
  await expect(client.mutation(api.notes.refuse, {})).rejects.toMatchObject({ data: { code: "refused", limit: 3n } });
  await expect(client.mutation(api.notes.addThenFail, { topic: "a" })).rejects.toThrow("changed my mind");
  const wrong = post(`${url}/api/mutation`, { path: "notes:add", args: [{ topic: 1, text: "x" }] });
  expect(await (await wrong).json()).toMatchObject({
    errorMessage: expect.stringContaining("Expected `string`") as string,
  });
});

test("log lines come with the answer", async () => {
  const { url } = await deploy();
  const answer = await post(`${url}/api/mutation`, { path: "notes:add", args: [{ topic: "a", text: "one" }] });
  expect(await answer.json()).toMatchObject({ status: "success", logLines: ["[LOG] 'adding' 'one'"] });
});

test.each(["query", "mutation", "action"])("internal functions are not there for /api/%s", async (type) => {
  const { url } = await deploy();
  for (const path of ["notes:insert", "notes:count", "later:writeByAction", "notes.js:insert"]) {
    const answer = await post(`${url}/api/${type}`, { path, args: [{ topic: "a", text: "x" }] });
    expect(answer.status).toBe(560);
    expect(await answer.text()).toContain("Could not find public function");
  }
});

test("a function is called by its own type only", async () => {
  const { url } = await deploy();
  const answer = await post(`${url}/api/query`, { path: "notes:add", args: [{ topic: "a", text: "x" }] });
  expect(await answer.text()).toContain("Trying to execute notes:add as Query, but it is defined as Mutation.");
});

test.each([
  ["no JSON", "{", 400],
  ["no path", { args: [] }, 400],
  ["a body beyond 20 MiB", "x".repeat(60 * 2 ** 20), 413],
])("%s is refused", async (_name, body, status) => {
  const { url } = await deploy();
  expect((await post(`${url}/api/query`, body)).status).toBe(status);
});

test("a token is refused, as no provider is configured", async () => {
  const { url } = await deploy();
  const answer = await post(`${url}/api/query`, { path: "notes:list", args: [] }, { Authorization: "Bearer x" });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: "NoAuthProvider" });
});

test("pages of any origin may call it", async () => {
  const { url } = await deploy();
  const preflight = await fetch(`${url}/api/query`, {
    method: "OPTIONS",
    headers: { Origin: "https://club.example", "Access-Control-Request-Headers": "convex-client,content-type" },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-headers")).toBe("convex-client,content-type");
  const answer = await post(`${url}/api/query`, { path: "notes:list", args: [{ topic: "a" }] });
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
});

test("it tells its version, and 404 for what is not there", async () => {
  const { url } = await deploy();
  expect((await fetch(`${url}/version`)).status).toBe(200);
  expect((await fetch(`${url}/api/nothing`)).status).toBe(404);
});

test("HTTP actions are served on their own port, with the request as it came", async () => {
  const { url, siteUrl } = await deploy();
  const answer = await fetch(`${siteUrl}/notes?x=1`, {
    method: "POST",
    headers: { Authorization: "Bearer job" },
    body: "from outside",
  });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ url: `${siteUrl}/notes?x=1`, authorization: "Bearer job" });
  expect(await httpClient(url).query(api.notes.list, { topic: "http" })).toEqual(["from outside"]);
  expect((await fetch(`${siteUrl}/nothing`)).status).toBe(404);
  expect((await fetch(`${siteUrl}/broken`)).status).toBe(500);
  expect((await fetch(`${url}/notes`, { method: "POST" })).status).toBe(404);
});
