"use client"; // Nobody sends an event when nobody watches: the badge finds out by the time.

import { Badge, type Tone } from "@/components/ui/badge";
import { CrossMark, HalfMark, RingMark, TickMark, TriangleMark } from "@/components/ui/icons";
import { CRITICAL_BELOW, type ServiceStatus, type ServiceView, UNMANAGED } from "@/lib/monitoring/contract";
import { useIsStale } from "./use-stale";

type Look = { tone: Tone; word: string; Mark: typeof TickMark };

const looks: Record<ServiceStatus, Look> = {
  healthy: { tone: "ok", word: "Healthy", Mark: TickMark },
  degraded: { tone: "warn", word: "Degraded", Mark: HalfMark },
  down: { tone: "bad", word: "Down", Mark: CrossMark },
  unknown: { tone: "quiet", word: "Unknown", Mark: RingMark },
};
const critical: Look = { tone: "bad", word: "Degraded", Mark: TriangleMark };
const unwatched: Look = { tone: "quiet", word: "Not watched", Mark: RingMark };

type Shown = Pick<ServiceView, "kind" | "status" | "health" | "last_checked_at" | "interval_ms" | "unavailable_hint">;

export function HealthBadge({ service }: { service: Shown }) {
  const { tone, word, Mark } = useIsStale(service) ? unwatched : lookOf(service);
  return (
    <Badge tone={tone} mark={<Mark className="size-2.5" />}>
      {word}
    </Badge>
  );
}

/** A service that answers and has almost nothing left is as urgent as one that is down. */
function lookOf({ kind, status, health }: Shown): Look {
  if (kind === UNMANAGED) return unwatched;
  return status === "degraded" && health !== null && health < CRITICAL_BELOW ? critical : looks[status];
}

/** A health of 0 to 100 as people read it; a dash when nothing has been measured. */
export const healthText = (health: number | null): string =>
  health === null ? "–" : String(health < 1 && health > 0 ? 1 : Math.round(health));
