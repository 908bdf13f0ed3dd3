import { createRequire } from "node:module";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { ComponentSource, Schema } from "./engine.ts";

/** Loaders by the module's path; the keys name a `_generated` file, from which convex-test finds the root. */
export type ModuleMap = Record<string, () => Promise<Record<string, unknown>>>;

/** A folder of Convex functions, ready to be hosted. */
export interface App {
  schema: Schema | undefined;
  modules: ModuleMap;
  components: ComponentSource[];
}

/**
 * Reads an app from its folder: its modules, its schema, and the components that its convex.config installs.
 *
 * @throws Error if a component has no schema, or none is found for the name in convex.config
 */
export async function loadApp(directory: string): Promise<App> {
  return {
    schema: await schemaIn(directory),
    modules: modulesIn(directory),
    components: await componentsIn(directory, ""),
  };
}

/**
 * Loads every module, so that none starts in the middle of a transaction.
 *
 * @throws Error naming a module that cannot be loaded
 */
export async function preload(app: App): Promise<void> {
  const maps = [app.modules, ...app.components.map(({ modules }) => modules)];
  for (const [path, load] of maps.flatMap((modules) => Object.entries(modules))) {
    await load().catch((error: unknown) => {
      throw new Error(`The Convex module ${path} cannot be loaded: ${String(error)}`, { cause: error });
    });
  }
}

function modulesIn(directory: string): ModuleMap {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const isModule = (file: string) => /^[^.]+\.(ts|js)$/.test(file.split(sep).at(-1) ?? "");
  const entries = files.filter(isModule).map((file) => {
    const url = pathToFileURL(join(directory, file)).href;
    return [`./${file.split(sep).join("/")}`, () => load(url)] as const;
  });
  return Object.fromEntries(entries);
}

async function schemaIn(directory: string): Promise<Schema | undefined> {
  const file = firstFile(directory, "schema");
  return file === undefined ? undefined : ((await load(pathToFileURL(file).href)).default as Schema);
}

/** What the definition of an app or component holds once its convex.config ran. */
interface Definition {
  _name?: string;
  _childComponents: [name: string, definition: object, ...unknown[]][];
  /** Convex sets these when it bundles a component; `use` asks for them. */
  componentDefinitionPath?: string;
  defaultName?: string | undefined;
}

/** A component's folder is the one of the convex.config that its parent imports. */
async function componentsIn(directory: string, parentPath: string): Promise<ComponentSource[]> {
  const config = firstFile(directory, "convex.config");
  if (config === undefined) return [];
  const folders = await prepareChildren(config);
  const { _childComponents } = (await load(pathToFileURL(config).href)).default as Definition;
  const found = _childComponents.map(async ([name, definition]): Promise<ComponentSource[]> => {
    const folder = folders.get(definition);
    const schema = folder === undefined ? undefined : await schemaIn(folder);
    if (folder === undefined || schema === undefined) {
      throw new Error(`The component "${name}" of ${config} cannot be found, or has no schema.`);
    }
    const path = parentPath === "" ? name : `${parentPath}/${name}`;
    return [{ path, schema, modules: modulesIn(folder) }, ...(await componentsIn(folder, path))];
  });
  return (await Promise.all(found)).flat();
}

/** Loads the definitions that a convex.config imports before it runs itself, the innermost first. */
async function prepareChildren(config: string): Promise<Map<object, string>> {
  const folders = new Map<object, string>();
  for (const [, specifier] of readFileSync(config, "utf8").matchAll(/from\s+["']([^"']+\/convex\.config[^"']*)["']/g)) {
    if (specifier === undefined) continue;
    const file = resolveFrom(config, specifier);
    await prepareChildren(file);
    const definition = (await load(pathToFileURL(file).href)).default as Definition;
    definition.componentDefinitionPath = dirname(file);
    definition.defaultName = definition._name;
    folders.set(definition, dirname(file));
  }
  return folders;
}

function resolveFrom(file: string, specifier: string): string {
  return specifier.startsWith(".") ? join(dirname(file), specifier) : createRequire(file).resolve(specifier);
}

function firstFile(directory: string, name: string): string | undefined {
  return [".ts", ".js"].map((extension) => join(directory, name + extension)).find((file) => existsSync(file));
}

async function load(url: string): Promise<Record<string, unknown>> {
  return (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
}
