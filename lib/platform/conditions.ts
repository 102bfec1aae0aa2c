/** What a query asks for: texts joined by AND, and the values that they name as $1, $2, … Never changed: `and` gives another one. */
export class Conditions {
  private constructor(
    readonly sql: string,
    readonly values: readonly unknown[] & unknown[],
  ) {}

  /** Text in which each `?` stands for the next value. The text is ours, the values may be anybody's. */
  static where = (text: string, ...values: unknown[]): Conditions => new Conditions(numbered(text, 0), values);

  static inOrganization = (organizationId: string): Conditions =>
    Conditions.where("organization_id = ?::uuid", organizationId);

  /** Also this; written like the text of `where`. */
  and(text: string, ...values: unknown[]): Conditions {
    return new Conditions(`${this.sql} AND ${numbered(text, this.values.length)}`, [...this.values, ...values]);
  }
}

function numbered(text: string, before: number): string {
  let next = before;
  return text.replace(/\?/g, () => `$${++next}`);
}
