import type { Units } from "../../i18n/units.js";

/** The visitor wants other units. */
export class UnitsRequestEvent extends Event {
  readonly units: Units;

  constructor(units: Units) {
    super("units-request");
    this.units = units;
  }
}
