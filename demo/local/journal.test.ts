import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JSONValue } from "convex/values";
import { expect, test } from "vitest";
import { Journal, readJournal, rewriteJournal } from "./journal.ts";
import { temporaryFolder } from "./testing/harness.ts";

async function newPath(): Promise<string> {
  return join(await temporaryFolder(), "journal.jsonl");
}

async function entriesOf(path: string): Promise<unknown[]> {
  const entries: unknown[] = [];
  for await (const entry of readJournal(path)) entries.push(entry);
  return entries;
}

function unexpected(error: Error): never {
  throw error;
}

test("what is durable can be read again, in the order it came", async () => {
  const path = await newPath();
  const journal = await Journal.open(path, unexpected);
  for (let n = 0; n < 100; n += 1) journal.append({ n });
  await journal.durable();
  expect(await entriesOf(path)).toEqual(Array.from({ length: 100 }, (_, n) => ({ n })));
  await journal.close();
});

test("a last line that was cut off at any byte is left out", async () => {
  const path = await newPath();
  const [first, last]: JSONValue[] = [{ n: 1 }, { text: "é 🏸", deep: [{ n: 2 }] }];
  const whole = `${JSON.stringify(first)}\n`;
  const tail = Buffer.from(JSON.stringify(last));
  await writeFile(path, whole + tail.toString());
  for (let length = tail.length - 1; length >= 0; length -= 1) {
    await truncate(path, whole.length + length);
    expect(await entriesOf(path)).toEqual([first]);
  }
});

test("a damaged line before the last is an error that names it", async () => {
  const path = await newPath();
  await writeFile(path, '{"n":1}\n{"n":\n{"n":3}\n');
  await expect(entriesOf(path)).rejects.toThrow(`Line 2 of ${path} is damaged.`);
});

test("rewriting replaces everything, and can be appended to", async () => {
  const path = await newPath();
  await writeFile(path, '{"old":true}\n');
  await rewriteJournal(path, [{ n: 1 }, { n: 2 }]);
  await appendFile(path, '{"n":3}\n');
  expect((await readFile(path, "utf8")).trim().split("\n")).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
});

test("after it is closed nothing counts as stored", async () => {
  const journal = await Journal.open(await newPath(), unexpected);
  await journal.close();
  journal.append({ n: 1 });
  await expect(journal.durable()).rejects.toThrow("stopped");
});
