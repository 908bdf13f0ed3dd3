/**
 * Writes convex/_generated/ as `npx convex codegen` does, which needs a deployment to ask. Convex's own templates
 * give the texts; what the deployment would tell (environment variables, components) is read from convex.config.ts.
 * `--check` writes nothing and fails when a file has drifted, or when a module's name is one that Convex refuses.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { GenericValidator } from "convex/values";
import { format } from "prettier";
import * as z from "zod/mini";
import { environment } from "../convex/model/environment.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const convexDirectory = path.join(root, "convex");
const generatedDirectory = path.join(convexDirectory, "_generated");

/** The templates are not among the exports of the `convex` package, whose version is therefore pinned. */
async function template(name: string): Promise<Record<string, unknown>> {
  const file = path.join(root, "node_modules/convex/dist/esm/cli/codegen_templates", `${name}.js`);
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
}

/** Convex's template for this file cannot be loaded alone; it says the same whatever the schema holds. */
const dataModel = `/* eslint-disable */
/**
 * Generated data model types.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run \`npx convex dev\`.
 * @module
 */

import type { DataModelFromSchemaDefinition, DocumentByName, SystemTableNames, TableNamesInDataModel } from "convex/server";
import type { GenericId } from "convex/values";
import schema from "../schema.js";

/** The names of all of your Convex tables. */
export type TableNames = TableNamesInDataModel<DataModel>;

/** The type of a document stored in Convex. */
export type Doc<TableName extends TableNames> = DocumentByName<DataModel, TableName>;

/** An identifier for a document in Convex. */
export type Id<TableName extends TableNames | SystemTableNames> = GenericId<TableName>;

/** A type describing your Convex data model. */
export type DataModel = DataModelFromSchemaDefinition<typeof schema>;
`;

const Text = z.string();
const TextFunction = z.custom<(...input: unknown[]) => unknown>((value) => typeof value === "function");
/** What a validator tells the deployment about itself; not in its public type. */
const Validator = z.object({ json: z.unknown() });
const Pair = z.object({ DTS: Text, JS: Text });

/** Names under which components register, by their package. */
const componentNames: Record<string, string> = { "@convex-dev/rate-limiter": "rateLimiter" };

/** Packages whose components convex.config.ts uses. It cannot be imported: that works in a deployment only. */
function componentPackages(): string[] {
  const config = readFileSync(path.join(convexDirectory, "convex.config.ts"), "utf8");
  return [...config.matchAll(/from "(.+)\/convex\.config\.js"/g)].map(([, source]) => Text.parse(source));
}

/** Paths of the modules that Convex would deploy, relative to convex/, sorted. */
function modulePaths(): string[] {
  const files = readdirSync(convexDirectory, { recursive: true, encoding: "utf8" });
  const modules = files
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => file.endsWith(".ts") && !file.startsWith("_generated/") && file !== "schema.ts")
    .filter((file) => !path.basename(file, ".ts").includes("."));
  const refused = modules.filter((file) => !/^[\w./]+$/.test(file));
  if (refused.length > 0) {
    throw new Error(
      `Convex takes letters, digits, underscores and periods in module names only: ${refused.join(", ")}`,
    );
  }
  return modules.sort();
}

/** `api.d.ts` and `api.js`: the app's functions, and the components that it uses. */
async function apiFiles(): Promise<{ dts: string; js: string }> {
  const { apiCodegen } = await template("api");
  const { DTS, JS } = Pair.parse(TextFunction.parse(apiCodegen)(modulePaths()));
  const components = componentPackages().map((source) => {
    const name = componentNames[source];
    if (name === undefined) throw new Error(`Tell scripts/convex-codegen.ts the name of the component of ${source}.`);
    return `"${name}": import("${source}/_generated/component.js").ComponentApi<"${name}">;`;
  });
  return {
    dts: `${DTS}\nexport declare const components: { ${components.join("\n")} };`,
    js: `${JS.replace("{ anyApi }", "{ anyApi, componentsGeneric }")}\nexport const components = componentsGeneric();`,
  };
}

async function generate(): Promise<Record<string, string>> {
  const envVars = Object.entries<GenericValidator>(environment).map(([name, validator]) => [
    name,
    {
      type: "value",
      value: JSON.stringify(Validator.parse(validator).json),
      optional: validator.isOptional === "optional",
    },
  ]);
  const { serverCodegen } = await template("server");
  const server = Pair.parse(TextFunction.parse(serverCodegen)({ useTypeScript: false, envVars }));
  const api = await apiFiles();
  return {
    "api.d.ts": api.dts,
    "api.js": api.js,
    "dataModel.d.ts": dataModel,
    "server.d.ts": server.DTS,
    "server.js": server.JS,
  };
}

const check = process.argv.includes("--check");
const drifted: string[] = [];
mkdirSync(generatedDirectory, { recursive: true });
for (const [name, source] of Object.entries(await generate())) {
  const file = path.join(generatedDirectory, name);
  const text = await format(source, { parser: "typescript" });
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  if (check) drifted.push(path.relative(root, file));
  else writeFileSync(file, text);
}
if (drifted.length > 0) {
  console.error(`Out of date, run \`npm run codegen\`: ${drifted.join(", ")}`);
  process.exitCode = 1;
}
