import type { OpenedIntegration } from "@/lib/integrations";
import type { GenericMapping } from "@/lib/integrations/contract";
import { digestOf } from "@/lib/platform/crypto";
import type { Alert } from "../../alert";
import { readEach } from "../read-each";
import { isObject, type Json, parseJson } from "../read-json";
import { type Arrived, type Reading, Unreadable } from "../source";
import { dedupKeyOf, errorLinesOf, firstText, LONGEST_KEY, labelsOf, linksOf, most, textOf } from "../texts";
import { timeOrEpochOf } from "../times";
import { valueAt } from "./value-at";

/** What a body says by the integration's mapping: an object is one alert, a list of objects several. */
export function read({ body }: Arrived, { config }: Pick<OpenedIntegration, "config">): Reading {
  const value = parseJson(body);
  const entries = Array.isArray(value) ? value : [value];
  if (entries.length > most.alerts)
    throw new Unreadable(`The list has ${entries.length} entries; at most ${most.alerts} are taken at once`);
  const reading = readEach(entries, (entry, i) => {
    const place = Array.isArray(value) ? `Entry ${i} of the list` : "The body";
    if (!isObject(entry)) throw new Unreadable(`${place} is no JSON object`);
    return alertOf(entry, config.mapping, place);
  });
  const [first] = reading.alerts;
  return { eventType: first && entries.length === 1 ? first.action : `list of ${entries.length}`, ...reading };
}

function alertOf(entry: Json, mapping: GenericMapping, place: string): Alert {
  const at = (path: string) => valueAt(entry, path);
  const title = firstText(most.title, at(mapping.title));
  const key = textOf(at(mapping.dedup_key), LONGEST_KEY);
  if (title === null && key === "")
    throw new Unreadable(`${place} has no title: the field ${mapping.title} is missing`);
  const service = firstText(most.service, at(mapping.service));
  const description = textIn(at(mapping.description));
  const status = textOf(at(mapping.status), most.word).toLowerCase();
  const isResolved = mapping.resolved_when.some((word) => word.toLowerCase() === status);
  return {
    action: isResolved ? "resolve" : "trigger",
    dedupKey: key === "" ? digestOf([title, service]).slice(0, 32) : dedupKeyOf(key),
    at: timeOrEpochOf(at(mapping.at)),
    title: title ?? textOf(key, most.title),
    description,
    severity: firstText(most.word, at(mapping.severity)),
    service,
    labels: labelsOf(restOf(entry, mapping)),
    links: linksOf({ href: at(mapping.link), text: "At the sender" }),
    errorLines: errorLinesOf(description),
    ref: null,
    by: null,
  };
}

const textIn = (value: unknown): string =>
  textOf(value !== null && typeof value === "object" ? JSON.stringify(value) : value, most.description);

/** The fields at the top that no mapping has taken. */
function restOf(entry: Json, { resolved_when: _, ...paths }: GenericMapping): Json {
  const taken = new Set<string>(Object.values(paths));
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !taken.has(name)));
}
