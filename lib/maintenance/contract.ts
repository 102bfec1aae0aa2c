import { z } from "zod";
import { ServiceName } from "../monitoring/contract";
import { IsoTime, PageQuery, pageOf, ReadAt, SentTime } from "../platform/contract";
import { nameText } from "../platform/name-contract";

/** The longest window, in days. What lasts longer is not maintenance, and its alerts should be ended where they are made. */
export const LONGEST_DAYS = 30;

export const WindowState = z.enum(["planned", "active", "over", "cancelled"]).meta({ id: "MaintenanceWindowState" });
export type WindowState = z.infer<typeof WindowState>;

const name = nameText(200);
const reason = z.string().trim().max(2_000);
const services = z
  .array(ServiceName)
  .max(100)
  .describe("What fires about these services meanwhile opens nothing. Empty for every service.");

export const CreateMaintenanceWindow = z.strictObject({
  name,
  reason: reason.default(""),
  service_names: services.default([]),
  starts_at: SentTime.optional().describe("Now when left out."),
  ends_at: SentTime,
});
export type CreateMaintenanceWindow = z.input<typeof CreateMaintenanceWindow>;

export const ChangeMaintenanceWindow = z
  .strictObject({ name, reason, service_names: services, starts_at: SentTime, ends_at: SentTime, updated_at: ReadAt })
  .partial()
  .refine(
    ({ updated_at: _, ...changes }) => Object.values(changes).some((value) => value !== undefined),
    "Name at least one field to change",
  );
export type ChangeMaintenanceWindow = z.input<typeof ChangeMaintenanceWindow>;

export const ListMaintenanceWindows = PageQuery.extend({ state: WindowState.optional() });

/** Planned work: what fires about its services meanwhile opens no incident. */
export const MaintenanceWindowView = z
  .object({
    id: z.string(),
    name: z.string(),
    reason: z.string(),
    service_names: z.array(z.string()).describe("In lower case. Empty for every service."),
    unknown_service_names: z
      .array(z.string())
      .describe("Of these, the ones that no service has by now: misspelt, or not heard of yet."),
    starts_at: IsoTime,
    ends_at: IsoTime,
    state: WindowState,
    created_by: z.string(),
    created_at: IsoTime,
    updated_at: IsoTime,
    updated_by: z.string().nullable().describe("Who changed it last; null while nobody has."),
    cancelled_at: IsoTime.nullable(),
    cancelled_by: z.string().nullable(),
  })
  .meta({ id: "MaintenanceWindow" });
export type MaintenanceWindowView = z.infer<typeof MaintenanceWindowView>;
export const MaintenanceWindowPage = pageOf(MaintenanceWindowView).meta({ id: "MaintenanceWindowPage" });
