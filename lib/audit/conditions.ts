/** What a query asks for, and the values that its text names as $1, $2, … */
export class Conditions {
  private constructor(
    readonly sql: string,
    readonly values: readonly unknown[] & unknown[],
  ) {}

  static inOrganization = (organizationId: string): Conditions =>
    new Conditions("organization_id = $1::uuid", [organizationId]);

  /** Also this: text in which each `?` stands for the next value. The text is ours, the values may be anybody's. */
  and(text: string, ...values: unknown[]): Conditions {
    let next = this.values.length;
    return new Conditions(`${this.sql} AND ${text.replace(/\?/g, () => `$${++next}`)}`, [...this.values, ...values]);
  }
}
