// A tab belongs to the organization that its page was opened in, whatever other tabs do with the session.

let organizationId: string | null = null;

/** Said by a page as it opens, in the browser. */
export function openIn(id: string): void {
  organizationId = id;
}

export const openedIn = (): string | null => organizationId;
