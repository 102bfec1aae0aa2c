import type { MaintenanceWindowView } from "@/lib/maintenance/contract";

/** Which services a window is about. */
export const coveredText = ({ service_names: names }: Pick<MaintenanceWindowView, "service_names">): string =>
  names.length === 0 ? "All services" : names.join(", ");
