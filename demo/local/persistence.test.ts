import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GenericId } from "convex/values";
import { expect, test } from "vitest";
import { api } from "./testing/app/_generated/api.ts";
import { deploy, httpClient, liveClient, runProgram, Seen, temporaryFolder, type Program } from "./testing/harness.ts";

function run(dataDir: string): Program {
  return runProgram("--port", "0", "--site-port", "0", "--data", dataDir);
}

async function kill({ process, exit }: Program): Promise<void> {
  process.kill("SIGKILL");
  await exit;
}

test("all that was acknowledged is there after kill -9 in the middle of writing", async () => {
  const dataDir = await temporaryFolder();
  const first = run(dataDir);
  const { url } = await first.ready;
  const acknowledged: string[] = [];
  const client = liveClient(url);
  await new Promise<void>((resolve) => {
    for (let n = 0; n < 500; n += 1) {
      const texts = [`${n} left`, `${n} right`];
      void client.mutation(api.notes.addAll, { topic: "a", texts }).then(
        () => {
          acknowledged.push(...texts);
          if (acknowledged.length === 100) resolve();
        },
        () => undefined,
      );
    }
  });
  await kill(first);
  await client.close();

  const second = run(dataDir);
  const texts = await httpClient((await second.ready).url).query(api.notes.list, { topic: "a" });
  expect(texts).toEqual(expect.arrayContaining(acknowledged));
  // Each mutation wrote two notes: both are there, or none.
  const halves = texts.map((text) => text.split(" ")[1]);
  expect(halves).toEqual(halves.map((_, n) => (n % 2 === 0 ? "left" : "right")));
});

test("ids, creation times, files, components and scheduled functions survive kill -9", async () => {
  const dataDir = await temporaryFolder();
  const first = run(dataDir);
  const before = httpClient((await first.ready).url);
  const ids = [];
  for (const text of ["one", "two"]) ids.push(await before.mutation(api.notes.add, { topic: "a", text }));
  const limits = [];
  for (let n = 0; n < 2; n += 1) limits.push(await before.mutation(api.limits.limited, { key: "k" }));
  const uploaded = await fetch(await before.mutation(api.files.uploadUrl, {}), { method: "POST", body: "the bytes" });
  const { storageId: id } = (await uploaded.json()) as { storageId: GenericId<"_storage"> };
  const file = await before.query(api.files.info, { id });
  await before.mutation(api.later.schedule, { topic: "later", text: "after the crash", delayMs: 1500 });
  await kill(first);

  const second = run(dataDir);
  const { url } = await second.ready;
  const after = httpClient(url);
  expect(await after.query(api.notes.list, { topic: "a" })).toEqual(["one", "two"]);
  expect(ids).not.toContain(await after.mutation(api.notes.add, { topic: "a", text: "three" }));
  expect([...limits, await after.mutation(api.limits.limited, { key: "k" })]).toEqual([true, true, false]);
  const found = await after.query(api.files.info, { id });
  expect(found).toMatchObject({ _id: id, _creationTime: file?._creationTime, sha256: file?.sha256 });
  expect(await (await fetch(String(found?.url))).text()).toBe("the bytes");
  const seen = new Seen<string[]>();
  liveClient(url).onUpdate(api.notes.list, { topic: "later" }, seen.add);
  expect(await seen.until((texts) => texts.length > 0)).toEqual(["after the crash"]);
});

test("an action that was running when the deployment was killed has failed, and does not run again", async () => {
  const dataDir = await temporaryFolder();
  const first = run(dataDir);
  const { url } = await first.ready;
  const began = new Seen<string[]>();
  const watcher = liveClient(url);
  watcher.onUpdate(api.notes.list, { topic: "hang" }, began.add);
  const id = await httpClient(url).mutation(api.later.scheduleHang, {});
  await began.until((texts) => texts.length > 0);
  expect(await httpClient(url).query(api.later.stateOf, { id })).toBe("inProgress");
  await kill(first);
  await watcher.close();

  const after = httpClient((await run(dataDir).ready).url);
  expect(await after.query(api.later.stateOf, { id })).toBe("failed");
  expect(await after.query(api.notes.list, { topic: "hang" })).toEqual(["began"]);
});

test("an id is never given twice, even if its document was deleted before the restart", async () => {
  const dataDir = await temporaryFolder();
  const upload = async (url: string): Promise<GenericId<"_storage">> => {
    const target = await httpClient(url).mutation(api.files.uploadUrl, {});
    const answer = await fetch(target, { method: "POST", body: "x" });
    return ((await answer.json()) as { storageId: GenericId<"_storage"> }).storageId;
  };
  const seen: string[] = [];
  for (let start = 0; start < 3; start += 1) {
    const deployment = await deploy({ dataDir });
    const id = await upload(deployment.url);
    expect(seen).not.toContain(id);
    seen.push(id);
    await httpClient(deployment.url).mutation(api.files.remove, { id });
    await deployment.close();
  }
});

test("a journal that was cut off in its last line is taken up before it", async () => {
  const dataDir = await temporaryFolder();
  const first = await deploy({ dataDir });
  await first.runInternal("notes:insert", { topic: "a", text: "whole" });
  await first.close();
  await appendFile(join(dataDir, "journal.jsonl"), '{"ts":"1","put":[["",{"_id":');
  const second = await deploy({ dataDir });
  expect(await second.runInternal("notes:list", { topic: "a" })).toEqual(["whole"]);
});

test("a damaged journal is not started from, and left as it is", async () => {
  const dataDir = await temporaryFolder();
  const path = join(dataDir, "journal.jsonl");
  const damaged = '{"ts":\n{"ts":"1","put":[],"gone":[],"next":{}}\n';
  await writeFile(path, damaged);
  await expect(deploy({ dataDir })).rejects.toThrow("is damaged");
  expect(await readFile(path, "utf8")).toBe(damaged);
});

test("files that no document names are removed at the start", async () => {
  const dataDir = await temporaryFolder();
  await (await deploy({ dataDir })).close();
  await writeFile(join(dataDir, "files", "stray"), "x");
  await writeFile(join(dataDir, "files", "drafts", "stray"), "x");
  await deploy({ dataDir });
  await expect(readFile(join(dataDir, "files", "stray"))).rejects.toThrow("ENOENT");
  await expect(readFile(join(dataDir, "files", "drafts", "stray"))).rejects.toThrow("ENOENT");
});

test("a client goes on by itself when its deployment comes back, and sends again what was not answered", async () => {
  const dataDir = await temporaryFolder();
  const first = await deploy({ dataDir });
  const port = Number(new URL(first.url).port);
  const client = liveClient(first.url);
  const seen = new Seen<string[]>();
  client.onUpdate(api.notes.list, { topic: "a" }, seen.add);
  await client.mutation(api.notes.add, { topic: "a", text: "before" });
  await first.close();
  const pending = client.mutation(api.notes.add, { topic: "a", text: "meanwhile" });
  await deploy({ dataDir, port });
  await pending;
  expect(await seen.until((texts) => texts.length === 2)).toEqual(["before", "meanwhile"]);
});
