import { randomUUID } from "node:crypto";
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { Engine, FunctionPath } from "./engine.ts";
import { frames, type Call, type FunctionType } from "./frames.ts";
import { findFunction, type FunctionInfo } from "./functions.ts";
import type { App } from "./modules.ts";

/** A failure as it goes over the wire, beside what was thrown. */
export interface Failure {
  message: string;
  /** A ConvexError's data; nothing for other errors. */
  data?: JSONValue;
  thrown: unknown;
}

export interface Outcome {
  value: JSONValue;
  error?: Failure;
  logLines: string[];
}

/** A name that no public function has, or one of another type. */
export class NotCallable extends Error {}

type Callable = Exclude<FunctionType, "httpAction">;

/** Calls functions of the app from outside of it. */
export class Runtime {
  constructor(
    private readonly engine: Engine,
    private readonly app: App,
    private readonly env: Readonly<Record<string, string>>,
    private readonly log: (line: string) => void,
  ) {}

  find({ componentPath, udfPath }: FunctionPath): Promise<FunctionInfo | null> {
    const component = this.app.components.find(({ path }) => path === componentPath);
    return findFunction(componentPath === "" ? this.app.modules : (component?.modules ?? {}), udfPath);
  }

  /**
   * Makes sure that a client may call this function.
   *
   * @throws NotCallable if not
   */
  private async requirePublic(udfPath: string, type: Callable): Promise<void> {
    const found = await this.find({ componentPath: "", udfPath }).catch(() => null);
    if (!found?.isPublic) {
      const advice = "Did you forget to run `npx convex dev` or `npx convex deploy`?";
      throw new NotCallable(`Could not find public function for '${udfPath}'. ${advice}`);
    }
    if (found.type !== type) {
      throw new NotCallable(
        `Trying to execute ${udfPath} as ${title(type)}, but it is defined as ${title(found.type)}.`,
      );
    }
  }

  /** Runs a function for a client; `call` carries what is special about this call. */
  runPublic(type: Callable, name: string, args: JSONValue, call: Partial<Call> = {}): Promise<Outcome> {
    const udfPath = name.replace(/\.js(?=:|$)/, "");
    return this.attempt(udfPath, call, async () => {
      await this.requirePublic(udfPath, type);
      return this.callByType(type, udfPath, args);
    });
  }

  /** Runs any function of the app, internal ones included. */
  run(udfPath: string, args: JSONValue): Promise<Outcome> {
    return this.attempt(udfPath, {}, async () => {
      const found = await this.find({ componentPath: "", udfPath });
      if (found === null || found.type === "httpAction") throw new NotCallable(`There is no function '${udfPath}'.`);
      return this.callByType(found.type, udfPath, args);
    });
  }

  /** Runs work of this server on behalf of a function, whose log lines it reports. */
  async inCall<T>(name: string, work: () => Promise<T>, call: Partial<Call> = {}): Promise<T> {
    const context = this.newCall(call);
    try {
      return await frames.run({ call: context, type: null }, work);
    } finally {
      this.print(name, context.logLines);
    }
  }

  report(name: string, error: unknown): void {
    this.log(`[${name}] ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  private newCall(call: Partial<Call>): Call {
    return { requestId: randomUUID().replaceAll("-", "").slice(0, 16), env: this.env, logLines: [], ...call };
  }

  private async callByType(type: Callable, udfPath: string, args: JSONValue): Promise<JSONValue> {
    const { queryFromPath, mutationFromPath, actionFromPath } = this.engine.call;
    const call = { query: queryFromPath, mutation: mutationFromPath, action: actionFromPath }[type];
    return convexToJson(await call({ componentPath: "", udfPath }, toArguments(args)));
  }

  private async attempt(name: string, call: Partial<Call>, work: () => Promise<JSONValue>): Promise<Outcome> {
    const context = this.newCall(call);
    const { logLines } = context;
    try {
      return { value: await frames.run({ call: context, type: null }, work), logLines };
    } catch (thrown) {
      return { value: null, error: toFailure(thrown, context.requestId), logLines };
    } finally {
      this.print(name, logLines);
    }
  }

  private print(name: string, lines: readonly string[]): void {
    for (const line of lines) this.log(`[${name}] ${line}`);
  }
}

function toArguments(args: JSONValue): Record<string, Value> {
  const values = jsonToConvex(args);
  if (typeof values !== "object" || values === null || Array.isArray(values) || values instanceof ArrayBuffer) {
    throw new NotCallable("The arguments of a Convex function must be an object.");
  }
  return values as Record<string, Value>;
}

function toFailure(thrown: unknown, requestId: string): Failure {
  const prefix = `[Request ID: ${requestId}] Server Error`;
  if (thrown instanceof NotCallable) return { message: thrown.message, thrown };
  if (isConvexError(thrown)) {
    const text = typeof thrown.data === "string" ? thrown.data : JSON.stringify(convexToJson(thrown.data));
    return { message: `${prefix}\nUncaught ConvexError: ${text}`, data: convexToJson(thrown.data), thrown };
  }
  return {
    message: `${prefix}\nUncaught ${thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)}`,
    thrown,
  };
}

/** By its mark and not its class, of which a page of modules may hold more than one. */
function isConvexError(thrown: unknown): thrown is { data: Value } {
  return typeof thrown === "object" && thrown !== null && Symbol.for("ConvexError") in thrown && "data" in thrown;
}

function title(type: FunctionType): string {
  return type === "httpAction" ? "HttpAction" : type.charAt(0).toUpperCase() + type.slice(1);
}
