import type { JSONValue } from "convex/values";
import { convexToJson, type Value } from "convex/values";
import { frames, type Frame, type FunctionType } from "./frames.ts";
import { functionConsole } from "./log-lines.ts";
import type { ModuleMap } from "./modules.ts";

/** A function as `query(...)`, `internalAction(...)` and their like register it. */
interface RegisteredFunction {
  isQuery?: true;
  isMutation?: true;
  isAction?: true;
  isHttp?: true;
  isPublic?: true;
  _handler: (ctx: unknown, args: unknown) => unknown;
}

interface Router {
  lookup: (path: string, method: string) => [RegisteredFunction, string, string] | null;
}

export interface FunctionInfo {
  type: FunctionType;
  isPublic: boolean;
}

function isRegistered(value: unknown): value is RegisteredFunction {
  return typeof value === "function" && "_handler" in value && typeOf(value as never) !== null;
}

function isRouter(value: unknown): value is Router {
  return typeof value === "object" && value !== null && "lookup" in value && typeof value.lookup === "function";
}

function typeOf(fn: RegisteredFunction): FunctionType | null {
  if (fn.isQuery) return "query";
  if (fn.isMutation) return "mutation";
  if (fn.isAction) return "action";
  return fn.isHttp ? "httpAction" : null;
}

/** The same modules, with every function told which call it runs for and its console kept apart. */
export function withFrames(modules: ModuleMap): ModuleMap {
  return Object.fromEntries(
    Object.entries(modules).map(([path, load]) => {
      let wrapped: Promise<Record<string, unknown>> | undefined;
      return [path, () => (wrapped ??= load().then(wrapModule))];
    }),
  );
}

/** Finds a function by its name, `folder/module:export`; `null` where there is none. */
export async function findFunction(modules: ModuleMap, udfPath: string): Promise<FunctionInfo | null> {
  const [path = "", name = "default"] = udfPath.split(":");
  const load = [`./${path}.ts`, `./${path}.js`].map((key) => ownValue(modules, key)).find((found) => found);
  const found: unknown = load && ownValue(await load(), name);
  if (!isRegistered(found)) return null;
  const type = typeOf(found);
  return type === null ? null : { type, isPublic: found.isPublic === true };
}

function ownValue<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function wrapModule(module: Record<string, unknown>): Record<string, unknown> {
  const wrap = (value: unknown) => (isRegistered(value) ? wrapFunction(value) : value);
  const exports = Object.fromEntries(Object.entries(module).map(([name, value]) => [name, wrap(value)]));
  if (isRouter(exports.default)) exports.default = wrapRouter(exports.default);
  return exports;
}

function wrapRouter(router: Router): Router {
  return {
    lookup: (path, method) => {
      const found = router.lookup(path, method);
      return found && [wrapFunction(found[0]), found[1], found[2]];
    },
  };
}

function wrapFunction(fn: RegisteredFunction): RegisteredFunction {
  const type = typeOf(fn);
  const run = async (ctx: unknown, args: unknown): Promise<unknown> => {
    const outer = frames.getStore();
    if (outer === undefined || type === null) return fn._handler(ctx, args);
    // The engine keeps an assignment to a global, made inside a function, to that function.
    globalThis.console = functionConsole(outer.call.logLines);
    const input = type === "httpAction" ? (outer.call.siteRequest ?? args) : args;
    const result = await frames.run({ call: outer.call, type }, () => fn._handler(ctx, input));
    noteReturned(outer, type, result);
    return result;
  };
  const wrapped: unknown = Object.create(fn, { _handler: { value: run } });
  return wrapped as RegisteredFunction;
}

/** A mutation's answer is stored with its commit, so it has to be known before. */
function noteReturned({ call, type: outerType }: Frame, type: FunctionType, result: unknown): void {
  if (type !== "mutation" || outerType !== null || call.session === undefined) return;
  const json: JSONValue = convexToJson((result ?? null) as Value);
  call.returned = json;
}
