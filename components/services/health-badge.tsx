import { Badge, type Tone } from "@/components/ui/badge";
import { CrossMark, HalfMark, RingMark, TickMark } from "@/components/ui/icons";
import type { ServiceStatus } from "@/lib/monitoring/contract";

const looks = {
  healthy: { tone: "ok", word: "Healthy", Mark: TickMark },
  degraded: { tone: "warn", word: "Degraded", Mark: HalfMark },
  down: { tone: "bad", word: "Down", Mark: CrossMark },
  unknown: { tone: "quiet", word: "Unknown", Mark: RingMark },
} as const satisfies Record<ServiceStatus, { tone: Tone; word: string; Mark: typeof TickMark }>;

export function HealthBadge({ status }: { status: ServiceStatus }) {
  const { tone, word, Mark } = looks[status];
  return (
    <Badge tone={tone} mark={<Mark className="size-2.5" />}>
      {word}
    </Badge>
  );
}

/** A health of 0 to 100 as people read it; a dash when nothing has been measured. */
export const healthText = (health: number | null): string =>
  health === null ? "–" : String(health < 1 && health > 0 ? 1 : Math.round(health));
