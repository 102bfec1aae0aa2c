import { Badge, type Tone } from "@/components/ui/badge";
import { DiamondMark, NoUndoIcon, RingMark, SquareMark, TriangleMark, UndoIcon } from "@/components/ui/icons";
import type { Risk } from "@/lib/remediation/contract";

const looks = {
  low: { tone: "ok", word: "Low risk", Mark: RingMark },
  medium: { tone: "warn", word: "Medium risk", Mark: SquareMark },
  high: { tone: "bad", word: "High risk", Mark: TriangleMark },
  critical: { tone: "bad", word: "Critical risk", Mark: DiamondMark },
} as const satisfies Record<Risk, { tone: Tone; word: string; Mark: typeof RingMark }>;

export function RiskBadge({ risk }: { risk: Risk }) {
  const { tone, word, Mark } = looks[risk];
  return (
    <Badge tone={tone} mark={<Mark className="size-2.5" />}>
      {word}
    </Badge>
  );
}

export function ReversibleBadge({ reversible }: { reversible: boolean }) {
  return reversible ? (
    <Badge tone="quiet" mark={<UndoIcon className="size-3" />}>
      Can be undone
    </Badge>
  ) : (
    <Badge tone="warn" mark={<NoUndoIcon className="size-3" />}>
      Cannot be undone
    </Badge>
  );
}
