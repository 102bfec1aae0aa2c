import type { GenericMapping } from "@/lib/integrations/contract";
import { bearer, jsonSample, type Occasion, type Sample } from "../sources/occasion";

/** A sample of the generic source whose fields stand where the integration's own mapping looks for them. */
export function mappedSample(mapping: GenericMapping, occasion: Occasion): Sample {
  const { state, title, severity, service, dedupKey, at, secret } = occasion;
  const [over = "resolved"] = mapping.resolved_when;
  const fields: [path: string, value: string][] = [
    [mapping.title, title],
    [mapping.severity, severity],
    [mapping.service, service],
    [mapping.dedup_key, dedupKey],
    [mapping.at, at.toISOString()],
    [mapping.status, state === "resolved" ? over : state],
  ];
  const body: Tree = Object.create(null);
  for (const [path, value] of fields) place(body, path.split("."), value);
  return jsonSample(body, bearer(secret));
}

type Tree = { [name: string]: string | Tree };

function place(tree: Tree, [first = "", ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    tree[first] = value;
    return;
  }
  const branch = tree[first];
  const next: Tree = typeof branch === "object" ? branch : Object.create(null);
  tree[first] = next;
  place(next, rest, value);
}
