import { createServer } from "node:net";
import { Problem } from "../setup/problem.mjs";

/**
 * Whether this machine's own address still has the port to give.
 *
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/**
 * @param {readonly (readonly [name: string, port: number])[]} ports by the setting that moves each
 * @throws {Problem} naming the first that is taken
 */
export async function checkPorts(ports) {
  for (const [name, port] of ports) {
    if (await isFree(port)) continue;
    throw new Problem(`Port ${port} is in use: end the program that uses it, or set ${name} to another port.`);
  }
}
