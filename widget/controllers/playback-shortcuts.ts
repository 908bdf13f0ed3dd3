import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { PlaybackCommand } from "./playback-commands.js";
import { commandForKey, keepsKey } from "./playback-keys.js";

/** Has its host act on the keys of a player while the focus is inside of it. */
export class PlaybackShortcuts implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #perform: (command: PlaybackCommand) => void;

  constructor(host: ReactiveControllerHost & HTMLElement, perform: (command: PlaybackCommand) => void) {
    this.#host = host;
    this.#perform = perform;
  }

  hostConnected(): void {
    this.#host.addEventListener("keydown", this.#act);
  }

  hostDisconnected(): void {
    this.#host.removeEventListener("keydown", this.#act);
  }

  #act = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const path = event.composedPath();
    const controls = path
      .slice(0, path.indexOf(this.#host))
      .filter((node) => node instanceof HTMLElement && /^(BUTTON|SELECT|INPUT)$/.test(node.tagName));
    if (controls.some((control) => keepsKey(kindOf(control as HTMLElement), event.key))) return;
    const command = commandForKey(event);
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    this.#perform(command);
  };
}

/** Whose keys a control keeps for itself; see playback-keys.ts. */
function kindOf(control: HTMLElement): string {
  const kind = control instanceof HTMLInputElement ? control.type : control.tagName.toLowerCase();
  return control.dataset.keys ?? kind;
}
