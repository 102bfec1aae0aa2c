import { readJson } from "../read-json";
import type { Arrived, Reading } from "../source";
import { alertOf, groupOf } from "./group";

export function read({ body }: Arrived): Reading {
  const group = groupOf(readJson(body));
  return { eventType: group.eventType, alerts: group.alerts.map((entry) => alertOf(entry, group)) };
}
