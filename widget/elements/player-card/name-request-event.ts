/** The visitor has named a player; an empty name takes the name away. */
export class NameRequestEvent extends Event {
  readonly id: number;
  readonly playerName: string;

  constructor(id: number, playerName: string) {
    super("name-request");
    this.id = id;
    this.playerName = playerName;
  }
}
