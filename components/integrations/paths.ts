/** Where an integration's pages are; the API has the same paths. */
export const pathOf = (name: string): string => `/integrations/${encodeURIComponent(name)}`;
