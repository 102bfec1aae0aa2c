import { changesOf } from "@/components/api/changes";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import { clockChangeAt, localOf, momentOf } from "./local-time";
import { servicesIn } from "./service-choice";

export type WindowFields = {
  name: string;
  reason: string;
  service_names: string[];
  starts_at: string;
  ends_at: string;
};

const WORDS = { starts_at: "From", ends_at: "To" } as const;
type TimeName = keyof typeof WORDS;

/**
 * What was written, and what of it is new; or in `wrong` why it cannot be sent. A time that nobody touched stays the moment that it is:
 * the wall clock that shows it may stand at two.
 */
export function readWindow(
  form: FormData,
  planned: MaintenanceWindowView | null,
): { fields: WindowFields; changes: Partial<WindowFields> } | { wrong: string } {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const names = servicesIn(form);
  if (!names) return { wrong: "Tick at least one service, or choose all of them" };
  const starts = readTime(text("starts_at"), "starts_at", planned);
  const ends = readTime(text("ends_at"), "ends_at", planned);
  if ("wrong" in starts) return starts;
  if ("wrong" in ends) return ends;
  if (starts.at >= ends.at) return { wrong: "The end must come after the start" };
  const fields: WindowFields = {
    name: text("name"),
    reason: text("reason"),
    service_names: namesAsBefore(names, planned),
    starts_at: starts.at,
    ends_at: ends.at,
  };
  return { fields, changes: planned ? changesOf(fieldsOf(planned), fields) : fields };
}

function readTime(
  local: string,
  name: TimeName,
  planned: MaintenanceWindowView | null,
): { at: string } | { wrong: string } {
  if (planned && local === localOf(new Date(planned[name]))) return { at: planned[name] };
  const at = momentOf(local);
  if (at === null || new Date(at).getFullYear() > 9999) return { wrong: `${WORDS[name]}: write a day and a time` };
  if (clockChangeAt(local) !== "skipped") return { at };
  return { wrong: `${WORDS[name]}: clocks go forward then, and skip this time. Choose an earlier or a later one` };
}

/** In the order that they had, so that the same names are no change. */
function namesAsBefore(names: readonly string[], planned: MaintenanceWindowView | null): string[] {
  const before = planned?.service_names ?? [];
  const now = new Set(names.map((name) => name.toLowerCase()));
  return [...before.filter((name) => now.has(name)), ...[...now].filter((name) => !before.includes(name))];
}

export const fieldsOf = ({ name, reason, service_names, starts_at, ends_at }: MaintenanceWindowView): WindowFields => ({
  ...{ name, reason, service_names, starts_at, ends_at },
});
