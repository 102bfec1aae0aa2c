import { inPassing, type Tx } from "./db";

const held = new WeakMap<Tx, Set<string>>();

/** Lets one transaction of an organization pass at a time among those that ask for this, until it ends. Asking again costs nothing. */
export function holdOrganization(tx: Tx, organizationId: string): void {
  if (holdsOrganization(tx, organizationId)) return;
  // What is sent after it is not begun before it is held, and sees what the one before has committed.
  inPassing(tx, tx.$queryRaw`SELECT id FROM organizations WHERE id = ${organizationId}::uuid FOR UPDATE`);
  held.set(tx, (held.get(tx) ?? new Set()).add(organizationId));
}

/** Whether this transaction has asked for it: then nobody else who asks has come between since. */
export const holdsOrganization = (tx: Tx, organizationId: string): boolean =>
  held.get(tx)?.has(organizationId) ?? false;
