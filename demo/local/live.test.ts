import { makeFunctionReference, type DefaultFunctionArgs } from "convex/server";
import { ConvexError } from "convex/values";
import { expect, test } from "vitest";
import { api } from "./testing/app/_generated/api.ts";
import { deploy, liveClient, Seen } from "./testing/harness.ts";

function watchList(client: ReturnType<typeof liveClient>, topic: string): Seen<string[]> {
  const seen = new Seen<string[]>();
  client.onUpdate(api.notes.list, { topic }, seen.add);
  return seen;
}

test("a live query follows the mutations of other clients", async () => {
  const { url } = await deploy();
  const seen = watchList(liveClient(url), "a");
  await seen.until((texts) => texts.length === 0);
  const writer = liveClient(url);
  await writer.mutation(api.notes.add, { topic: "a", text: "one" });
  await writer.mutation(api.notes.add, { topic: "a", text: "two" });
  expect(await seen.until((texts) => texts.length === 2)).toEqual(["one", "two"]);
});

test("a mutation's answer comes after its effect on the client's own queries is known", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  const seen = watchList(client, "a");
  await seen.until((texts) => texts.length === 0);
  for (const text of ["1", "2", "3"]) {
    await client.mutation(api.notes.add, { topic: "a", text });
    expect(seen.last?.at(-1)).toBe(text);
  }
});

test("what a failed mutation wrote is gone, and its message arrives", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  await expect(client.mutation(api.notes.addThenFail, { topic: "a" })).rejects.toThrow("changed my mind");
  expect(await client.query(api.notes.list, { topic: "a" })).toEqual([]);
});

test("the data of a ConvexError arrives from mutations, actions and queries", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  const refusal: unknown = await client.mutation(api.notes.refuse, {}).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(ConvexError);
  expect(refusal).toMatchObject({ data: { code: "refused", limit: 3n, bytes: new Uint8Array([1, 2]).buffer } });
  const inAction: unknown = await client.action(api.notes.refuseToAct, {}).catch((error: unknown) => error);
  expect(inAction).toMatchObject({ data: "not now" });
  const failures = new Seen<unknown>();
  client.onUpdate(api.notes.refuseToShow, {}, () => undefined, failures.add);
  expect(await failures.until(() => true)).toMatchObject({ data: { code: "hidden" } });
});

test("int64, bytes and null keep their types, there and back and in the database", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  const value = { count: 2n ** 62n, bytes: new Uint8Array([0, 255]).buffer, maybe: null };
  expect(await client.mutation(api.notes.remember, value)).toEqual(value);
  expect(await client.query(api.notes.remembered, {})).toMatchObject(value);
});

test("actions run at the same time, and their mutations one after another", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  const texts = Array.from({ length: 20 }, (_, n) => String(n));
  const counts = await Promise.all(
    ["a", "b", "c"].map((topic) => client.action(api.notes.addByAction, { topic, texts })),
  );
  expect(counts).toEqual([20, 20, 20]);
});

test("optimistic updates never show a note twice or out of order", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  const seen = watchList(client, "a");
  await seen.until((texts) => texts.length === 0);
  const texts = Array.from({ length: 25 }, (_, n) => `note ${n}`);
  await Promise.all(
    texts.map((text) =>
      client.mutation(
        api.notes.add,
        { topic: "a", text },
        {
          optimisticUpdate: (store) => {
            const shown = store.getQuery(api.notes.list, { topic: "a" }) ?? [];
            store.setQuery(api.notes.list, { topic: "a" }, [...shown, text]);
          },
        },
      ),
    ),
  );
  await seen.until((shown) => shown.length === texts.length);
  for (const shown of seen.values) expect(shown).toEqual(texts.slice(0, shown.length));
});

test("200 subscriptions of one client each get their own news", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  const topics = Array.from({ length: 200 }, (_, n) => `topic ${n}`);
  const lists = topics.map((topic) => watchList(client, topic));
  await Promise.all(lists.map((seen) => seen.until((texts) => texts.length === 0)));
  const writer = liveClient(url);
  await Promise.all(topics.map((topic) => writer.mutation(api.notes.add, { topic, text: `of ${topic}` })));
  const shown = await Promise.all(lists.map((seen) => seen.until((texts) => texts.length === 1)));
  expect(shown).toEqual(topics.map((topic) => [`of ${topic}`]));
});

test("many clients see one state", async () => {
  const { url } = await deploy();
  const lists = Array.from({ length: 30 }, () => watchList(liveClient(url), "a"));
  await Promise.all(lists.map((seen) => seen.until((texts) => texts.length === 0)));
  await liveClient(url).mutation(api.notes.addAll, { topic: "a", texts: ["one", "two"] });
  await Promise.all(lists.map((seen) => seen.until((texts) => texts.length === 2)));
  // The two were written together, so nobody saw one of them alone.
  for (const seen of lists) expect(seen.values.map((texts) => texts.length)).toEqual([0, 2]);
});

test("a query runs again only if what it read has changed, and once for all who watch it", async () => {
  const { url } = await deploy();
  const watch = () => {
    const seen = new Seen<{ runs: number; text: string | null }>();
    liveClient(url).onUpdate(api.notes.counted, { topic: "mine" }, seen.add);
    return seen;
  };
  const first = watch();
  const { runs } = await first.until(() => true);
  const second = watch();
  await second.until(() => true);
  const writer = liveClient(url);
  for (let n = 0; n < 5; n += 1) await writer.mutation(api.notes.add, { topic: "other", text: String(n) });
  await writer.mutation(api.notes.add, { topic: "mine", text: "news" });
  const news = { runs: runs + 1, text: "news" };
  expect(await first.until(({ text }) => text === "news")).toEqual(news);
  expect(await second.until(({ text }) => text === "news")).toEqual(news);
});

test("a page that was shown keeps its end when notes come before it", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  await client.mutation(api.notes.addAll, { topic: "a", texts: ["1", "2", "3", "4"] });
  const seen = new Seen<{ page: { text: string }[] }>();
  client.onUpdate(api.notes.page, { topic: "a", paginationOpts: { numItems: 2, cursor: null } }, seen.add);
  const texts = ({ page }: { page: { text: string }[] }) => page.map(({ text }) => text);
  expect(texts(await seen.until(() => true))).toEqual(["4", "3"]);
  await client.mutation(api.notes.add, { topic: "a", text: "5" });
  expect(texts(await seen.until(({ page }) => page.length > 2))).toEqual(["5", "4", "3"]);
});

test.each(["notes:insert", "notes:count", "notes:nothing", "schema:default", "../frames:frames", "notes:constructor"])(
  "%s cannot be called by a client",
  async (name) => {
    const { url } = await deploy();
    const client = liveClient(url);
    const args = { topic: "a", text: "x" };
    const message = `Could not find public function for '${name}'`;
    const reference = <Type extends "query" | "mutation" | "action">(_type: Type) =>
      makeFunctionReference<Type, DefaultFunctionArgs>(name);
    await expect(client.mutation(reference("mutation"), args)).rejects.toThrow(message);
    await expect(client.action(reference("action"), args)).rejects.toThrow(message);
    await expect(client.query(reference("query"), args)).rejects.toThrow(message);
  },
);

test("a token is refused where no provider is configured, and the client goes on without", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  const states = new Seen<boolean>();
  client.setAuth(() => Promise.resolve("not.a.token"), states.add);
  expect(await states.until(() => true)).toBe(false);
  expect(await client.query(api.notes.list, { topic: "a" })).toEqual([]);
});

test("functions see the variables of their deployment, and no others", async () => {
  const { url, siteUrl } = await deploy({ env: { GREETING: "hello" } });
  const client = liveClient(url);
  const lookUp = (name: string) => client.query(api.notes.environment, { name });
  expect(await lookUp("GREETING")).toEqual({ generated: "hello", process: "hello" });
  expect(await lookUp("CONVEX_SITE_URL")).toEqual({ generated: siteUrl, process: siteUrl });
  expect(await lookUp("PATH")).toEqual({ generated: null, process: null });
  expect(process.env.PATH).toBeTypeOf("string");
});

test("components are installed with their own tables", async () => {
  const { url } = await deploy();
  const client = liveClient(url);
  const tries = [];
  for (const key of ["a", "a", "a", "b"]) tries.push(await client.mutation(api.limits.limited, { key }));
  expect(tries).toEqual([true, true, false, true]);
});
