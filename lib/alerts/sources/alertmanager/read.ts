import { readJson } from "../read-json";
import type { Arrived, Reading } from "../source";
import { alertOf, groupOf, readGroup } from "./group";

export function read({ body }: Arrived): Reading {
  return readGroup(groupOf(readJson(body)), alertOf);
}
