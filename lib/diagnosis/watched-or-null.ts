import type { Ctx } from "@/lib/auth";
import { loadWatched, type Watched } from "@/lib/monitoring";
import { AppError } from "@/lib/platform/errors";

/** The service of an incident, ready to be looked at; null where it has none, where that was deleted, and where nobody can reach it. */
export async function watchedOrNull(ctx: Ctx, serviceId: string | null): Promise<Watched | null> {
  if (serviceId === null) return null;
  try {
    return await loadWatched(ctx, serviceId);
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "conflict")) return null;
    throw error;
  }
}
