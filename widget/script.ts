/** What a page's script tag loads: everything registered, everything exported. */
import "./define.js";

export * from "./index.js";
