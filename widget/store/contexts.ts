import { createContext } from "@lit/context";
import type { State } from "./state.js";

/** What the nearest `<badminton-analyzer>` around an element shows. */
export const stateContext = createContext<State | undefined>(Symbol("ba-state"));
