/** The visitor wants to see this rally. */
export class RallyChosenEvent extends Event {
  readonly index: number;

  constructor(index: number) {
    super("rally-chosen");
    this.index = index;
  }
}
