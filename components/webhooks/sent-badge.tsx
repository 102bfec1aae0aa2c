import { Badge, type Tone } from "@/components/ui/badge";
import { HalfMark, TickMark, TriangleMark } from "@/components/ui/icons";
import type { WebhookDeliveryView } from "@/lib/outbound/contract";

type State = WebhookDeliveryView["state"];

export const sentLooks: Record<State, { tone: Tone; word: string; Mark: typeof TickMark }> = {
  waiting: { tone: "info", word: "Waiting", Mark: HalfMark },
  sent: { tone: "ok", word: "Sent", Mark: TickMark },
  failed: { tone: "bad", word: "Failed", Mark: TriangleMark },
};

export function SentBadge({ state }: { state: State }) {
  const { tone, word, Mark } = sentLooks[state];
  return (
    <Badge tone={tone} mark={<Mark className="size-2.5" />}>
      {word}
    </Badge>
  );
}
