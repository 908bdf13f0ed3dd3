import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Bytes; the least that the systems Node runs on allow. */
const LONGEST_SOCKET_PATH = 103;

/**
 * Makes sure that one process at a time uses a data folder. Returns what lets go of it.
 *
 * The lock is a listening socket: it ends with the process however that ends, unlike a file that names it.
 *
 * @throws Error if another process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = socketPath(folder);
  if (await isServed(path)) throw new Error(`Another local deployment uses the folder ${folder} already.`);
  rmSync(path, { force: true });
  const server = createServer();
  await listen(server, path);
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** In the folder itself, unless its path is longer than a socket's may be. */
function socketPath(folder: string): string {
  const inside = join(folder, "lock.sock");
  if (Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH) return inside;
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 24);
  return join(tmpdir(), `badminton-analyzer-${name}.sock`);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
}

function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once("connect", () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });
}
