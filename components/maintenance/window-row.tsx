import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ClockIcon, CrossMark, HalfMark, TickMark } from "@/components/ui/icons";
import { Ago, PlannedSpan } from "@/components/ui/time";
import type { MaintenanceWindowView, WindowState } from "@/lib/maintenance/contract";
import { coveredText } from "./words";

const looks: Record<WindowState, { tone: Tone; word: string; Mark: typeof TickMark }> = {
  planned: { tone: "info", word: "Planned", Mark: ClockIcon },
  active: { tone: "warn", word: "Active", Mark: HalfMark },
  over: { tone: "quiet", word: "Over", Mark: TickMark },
  cancelled: { tone: "quiet", word: "Cancelled", Mark: CrossMark },
};

type Props = {
  shown: MaintenanceWindowView;
  /** Null for those who may not. */
  onChange: (() => void) | null;
  onCancel: (() => void) | null;
};

export function WindowRow({ shown, onChange, onCancel }: Props) {
  const { name, reason, state, starts_at: startsAt, ends_at: endsAt, unknown_service_names: unknown } = shown;
  const { tone, word, Mark } = looks[state];
  const isAhead = state === "planned" || state === "active";
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <span className="wrap-anywhere">{name}</span>
          <Badge tone={tone} mark={<Mark className="size-2.5" />}>
            {word}
          </Badge>
        </p>
        <p className="text-sm wrap-anywhere">{coveredText(shown)}</p>
        {isAhead && unknown.length > 0 && (
          <p className="text-sm text-warn wrap-anywhere">
            No service is called {unknown.join(", ")} by now: misspelt, or not heard of yet.
          </p>
        )}
        <p className="text-sm text-muted">
          <PlannedSpan from={startsAt} to={endsAt} />
        </p>
        {reason && <p className="text-sm whitespace-pre-wrap text-muted wrap-anywhere">{reason}</p>}
        <p className="text-xs text-muted">
          planned by {shown.created_by} <Ago at={shown.created_at} />
          {shown.cancelled_at && (
            <>
              , cancelled by {shown.cancelled_by ?? "somebody"} <Ago at={shown.cancelled_at} />
            </>
          )}
        </p>
      </div>
      {isAhead && onChange && (
        <Button small onClick={onChange}>
          Change
          <span className="sr-only"> {name}</span>
        </Button>
      )}
      {isAhead && onCancel && (
        <Button small onClick={onCancel}>
          {state === "active" ? "End it now" : "Cancel it"}
          <span className="sr-only">: {name}</span>
        </Button>
      )}
    </li>
  );
}
