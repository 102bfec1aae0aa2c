import { Badge, type Tone } from "@/components/ui/badge";
import type { SecuritySeverity } from "@/lib/auth/contract";

const looks: Record<SecuritySeverity, { tone: Tone; word: string; mark: string }> = {
  high: { tone: "bad", word: "High", mark: "▲" },
  medium: { tone: "warn", word: "Medium", mark: "◆" },
  low: { tone: "quiet", word: "Low", mark: "▽" },
  info: { tone: "quiet", word: "Info", mark: "·" },
};

export function SeverityBadge({ severity }: { severity: SecuritySeverity }) {
  const { tone, word, mark } = looks[severity];
  return (
    <Badge tone={tone} mark={<span aria-hidden="true">{mark}</span>}>
      {word}
    </Badge>
  );
}
