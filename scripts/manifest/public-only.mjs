/**
 * @typedef {{ name?: string, privacy?: string, static?: boolean }} Member
 * @typedef {{ kind: string, name: string, customElement?: boolean, members?: Member[], attributes?: Member[], events?: Member[] }} Declaration
 * @typedef {{ path: string, declarations: Declaration[], exports?: { declaration: { name: string } }[] }} Module
 */

/** Members that every LitElement has, and that a page does not use. */
const lifecycle = new Set([
  "render",
  "connectedCallback",
  "disconnectedCallback",
  "firstUpdated",
  "updated",
  "willUpdate",
  "update",
]);

/**
 * Leaves in the manifest what a page can rely on: no private members, no lifecycle methods, no events without a name,
 * no modules without an element or an event.
 */
export function publicOnly() {
  return {
    name: "public-only",
    /** @param {{ customElementsManifest: { modules: Module[] } }} context */
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules) {
        module.declarations = module.declarations.filter(isPublicDeclaration);
        const kept = new Set(module.declarations.map(({ name }) => name));
        module.exports = module.exports?.filter(({ declaration }) => kept.has(declaration.name));
        for (const declaration of module.declarations) {
          keepPublic(declaration);
        }
      }
      customElementsManifest.modules = customElementsManifest.modules
        .filter(({ declarations }) => declarations.length > 0)
        .sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
}

/** @param {Declaration} declaration */
function isPublicDeclaration({ kind, customElement = false, name }) {
  return kind === "class" && (customElement || name.endsWith("Event"));
}

/** @param {Declaration} declaration */
function keepPublic(declaration) {
  /** @param {Member} member */
  const isPublic = ({ name = "", privacy, static: isStatic }) =>
    privacy !== "private" && privacy !== "protected" && !name.startsWith("#") && !isStatic && !lifecycle.has(name);
  declaration.members = declaration.members?.filter(isPublic);
  declaration.attributes = declaration.attributes?.filter(({ name }) => name);
  // The analyzer also takes the argument of an event's constructor for an event's name.
  declaration.events = declaration.events?.filter(({ name }) => name?.startsWith("ba-"));
}
