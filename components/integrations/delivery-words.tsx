import { Badge, type Tone } from "@/components/ui/badge";
import { HalfMark, RingMark, SquareMark, TickMark, TriangleMark } from "@/components/ui/icons";
import type { DeliveryState as State } from "@/lib/alerts/contract";

type Look = { tone: Tone; word: string; Mark: typeof TickMark };

export const deliveryLooks: Record<State, Look> = {
  waiting: { tone: "info", word: "Waiting", Mark: HalfMark },
  processed: { tone: "ok", word: "Processed", Mark: TickMark },
  ignored: { tone: "quiet", word: "Ignored", Mark: RingMark },
  unreadable: { tone: "warn", word: "Unreadable", Mark: SquareMark },
  failed: { tone: "bad", word: "Failed", Mark: TriangleMark },
};

export function DeliveryBadge({ state }: { state: State }) {
  const { tone, word, Mark } = deliveryLooks[state];
  return (
    <Badge tone={tone} mark={<Mark className="size-2.5" />}>
      {word}
    </Badge>
  );
}

/** `812 B`, `12.4 KB`. */
export const sizeText = (bytes: number): string => (bytes < 1_024 ? `${bytes} B` : `${(bytes / 1_024).toFixed(1)} KB`);

export const alertsText = (count: number): string => (count === 1 ? "1 alert" : `${count.toLocaleString("en")} alerts`);
