import { Badge, type Tone } from "@/components/ui/badge";
import { DiamondMark, DiscMark, HalfMark, SquareMark, TickMark, TriangleMark } from "@/components/ui/icons";
import type { IncidentStatus, Severity } from "@/lib/incidents/contract";

type Look = { tone: Tone; word: string; Mark: typeof TickMark };

const severities = {
  critical: { tone: "bad", word: "Critical", Mark: DiamondMark },
  high: { tone: "bad", word: "High", Mark: TriangleMark },
  medium: { tone: "warn", word: "Medium", Mark: SquareMark },
  low: { tone: "quiet", word: "Low", Mark: DiscMark },
} as const satisfies Record<Severity, Look>;

const statuses = {
  triggered: { tone: "bad", word: "Triggered", Mark: DiscMark },
  acknowledged: { tone: "warn", word: "Acknowledged", Mark: HalfMark },
  resolved: { tone: "ok", word: "Resolved", Mark: TickMark },
} as const satisfies Record<IncidentStatus, Look>;

function badge({ tone, word, Mark }: Look) {
  return (
    <Badge tone={tone} mark={<Mark className="size-2.5" />}>
      {word}
    </Badge>
  );
}

export const SeverityBadge = ({ severity }: { severity: Severity }) => badge(severities[severity]);
export const StatusBadge = ({ status }: { status: IncidentStatus }) => badge(statuses[status]);
