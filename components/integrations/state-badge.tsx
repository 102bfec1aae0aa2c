import { Badge, type Tone } from "@/components/ui/badge";
import { HalfMark, RingMark, TickMark, TriangleMark } from "@/components/ui/icons";
import type { IntegrationView } from "@/lib/integrations/contract";

type State = IntegrationView["state"];
type Look = { tone: Tone; word: string; Mark: typeof TickMark };

const looks: Record<State, Look> = {
  waiting: { tone: "quiet", word: "Nothing yet", Mark: RingMark },
  healthy: { tone: "ok", word: "Healthy", Mark: TickMark },
  failing: { tone: "bad", word: "Failing", Mark: TriangleMark },
  paused: { tone: "warn", word: "Paused", Mark: HalfMark },
};

export function IntegrationState({ state }: { state: State }) {
  const { tone, word, Mark } = looks[state];
  return (
    <Badge tone={tone} mark={<Mark className="size-2.5" />}>
      {word}
    </Badge>
  );
}
