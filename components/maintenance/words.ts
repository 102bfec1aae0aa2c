import type { MaintenanceWindowView } from "@/lib/maintenance/contract";

/** Which services a window is about. */
export const coveredText = ({ service_names: names }: Pick<MaintenanceWindowView, "service_names">): string =>
  names.length === 0 ? "All services" : names.join(", ");

/** The same within a sentence. */
export const coveredInText = (window: Pick<MaintenanceWindowView, "service_names">): string =>
  window.service_names.length === 0 ? "all services" : coveredText(window);

/** Whether a window is about this service. */
export const covers = ({ service_names: names }: Pick<MaintenanceWindowView, "service_names">, service: string) =>
  names.length === 0 || names.includes(service.toLowerCase());
