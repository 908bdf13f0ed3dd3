import type { Floor } from "../../court/model.js";

/** The visitor wants to know about a place on the court, or about none any more. */
export class PlaceRequestEvent extends Event {
  readonly floor: Floor | undefined;

  constructor(floor: Floor | undefined) {
    super("place-request");
    this.floor = floor;
  }
}
