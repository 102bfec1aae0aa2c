/** Another worker has taken this execution over: whoever holds the old epoch stops and writes nothing more. */
export class Fenced extends Error {
  constructor() {
    super("Another worker has taken this execution over");
    this.name = "Fenced";
  }
}
