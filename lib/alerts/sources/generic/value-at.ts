/** What stands at a path as `event.items.0.title`; undefined where it leads nowhere. Only what the sender wrote is found, no prototype. */
export function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const step of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
