/** What stands behind the question mark of a page's address, as Next hands it over. */
export type Asked = Record<string, string | string[] | undefined>;

/** The address of a page on this site: its path, and whatever it was asked for. */
export function addressOf(path: string, asked: Asked): string {
  const params = new URLSearchParams();
  for (const [name, values] of Object.entries(asked)) {
    for (const value of [values ?? []].flat()) params.append(name, value);
  }
  return params.size > 0 ? `${path}?${params}` : path;
}
