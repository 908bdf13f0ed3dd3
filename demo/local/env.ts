import { frames } from "./frames.ts";

const underlying = process.env;

/**
 * Lets `process.env` mean the deployment's variables inside Convex functions, and only those, as in Convex.
 *
 * `_generated/server` hands out the very object, so it stays one object that looks up whose code is running.
 */
export function separateEnvironments(): void {
  const current = (): NodeJS.ProcessEnv => frames.getStore()?.call.env ?? underlying;
  process.env = new Proxy(underlying, {
    get: (_, key) => Reflect.get(current(), key) as unknown,
    has: (_, key) => Reflect.has(current(), key),
    ownKeys: () => Reflect.ownKeys(current()),
    getOwnPropertyDescriptor: (_, key) => {
      const found = Reflect.getOwnPropertyDescriptor(current(), key);
      return found && { ...found, configurable: true };
    },
  });
}
