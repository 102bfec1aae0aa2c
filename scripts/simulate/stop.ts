/** Ends the program with one line: 2 for what was typed wrongly, 1 for what is not there. */
export class Stop extends Error {
  constructor(
    message: string,
    readonly code: 1 | 2,
  ) {
    super(message);
  }
}
