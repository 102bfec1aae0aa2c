import { type ServiceStatus, UNHEALTHY_BELOW } from "./contract";
import type { ProbeResult } from "./probe";

export const isBad = (result: ProbeResult): boolean => result.health < UNHEALTHY_BELOW;

export const statusOf = (result: ProbeResult): ServiceStatus => {
  if (result.error !== null) return "down";
  return isBad(result) ? "degraded" : "healthy";
};
