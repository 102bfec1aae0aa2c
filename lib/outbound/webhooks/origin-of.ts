/** What of an address may stand in records: the rest of it may be as good as a password. */
export const originOf = (url: string): string => new URL(url).origin;
