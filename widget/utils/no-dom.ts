/**
 * What Lit's elements extend, and where they are registered, on a server: there they are only imported. In the built script this stands for
 * `@lit-labs/ssr-dom-shim`, a whole imitation of the DOM that pages would load for nothing.
 */
export const HTMLElement = Object;
export const customElements = undefined;
