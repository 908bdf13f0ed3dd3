/**
 * Registers a custom element unless its name is taken, so that a page may load the script twice. Without a DOM
 * (a server that renders pages) it does nothing.
 */
export function define(tag: string, constructor: CustomElementConstructor): void {
  const registry = (globalThis as { customElements?: CustomElementRegistry }).customElements;
  if (registry && !registry.get(tag)) {
    registry.define(tag, constructor);
  }
}
