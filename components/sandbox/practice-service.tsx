"use client"; // Breaks and heals.

import Link from "next/link";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { HealthBadge, healthText } from "@/components/services/health-badge";
import { UnavailableHint } from "@/components/services/unavailable-hint";
import { useRoleReason } from "@/components/shell/viewer";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CrossMark, DiscMark, HalfMark, TriangleMark } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import type { PracticeService as Practice } from "@/lib/integrations/contract";
import type { ServiceView } from "@/lib/monitoring/contract";

const states = {
  running: { tone: "ok", word: "Running", Mark: DiscMark },
  stopped: { tone: "bad", word: "Stopped", Mark: CrossMark },
  unavailable: { tone: "warn", word: "Not available", Mark: HalfMark },
} as const satisfies Record<Practice["state"], { tone: Tone; word: string; Mark: typeof DiscMark }>;

const modes = { docker: "in Docker", process: "local process" } as const;

type Props = { practice: Practice; watched: ServiceView | null; onChange: (practice: Practice) => void };

export function PracticeService({ practice, watched, onChange }: Props) {
  const role = useRoleReason("practise");
  const { pending, refusal, run } = useAction<string>();
  const { tone, word, Mark } = states[practice.state];
  const isBroken = practice.scenarios.some(({ active }) => active) || practice.state === "stopped";
  const unavailable = practice.state === "unavailable" ? "It cannot be started on this machine" : null;
  const busy = pending ? "Something is under way" : null;
  const path = `/sandbox/${encodeURIComponent(practice.service)}`;
  const heal = () => run("heal", async () => onChange(await post<Practice>(`${path}/heal`)));
  const inject = (scenario: string) => () =>
    run(scenario, async () => onChange(await post<Practice>(`${path}/inject-failure`, { scenario })));

  return (
    <Card
      title={practice.service}
      note={`${practice.kind}, ${modes[practice.mode]}`}
      actions={
        <Button
          small
          tone={isBroken ? "primary" : "plain"}
          reason={role ?? unavailable ?? (pending === "heal" ? null : busy)}
          busy={pending === "heal"}
          onClick={heal}
        >
          {pending === "heal" ? "Healing…" : "Heal"}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <Badge tone={tone} mark={<Mark className="size-2.5" />}>
            {word}
          </Badge>
          {watched && (
            <>
              <HealthBadge service={watched} />
              <span>
                <span className="text-muted">health </span>
                <span className="font-semibold">{healthText(watched.health)}</span>
              </span>
            </>
          )}
        </div>
        {watched?.open_incident_id && (
          <Link
            href={`/incidents/${watched.open_incident_id}`}
            className="rounded-lg border border-bad/40 bg-bad-soft px-3 py-2 text-sm font-medium text-bad hover:underline"
          >
            Nightshift has opened an incident for this. Go and handle it →
          </Link>
        )}
        {practice.hint && <UnavailableHint hint={practice.hint} />}
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        <ul className="divide-y divide-line rounded-lg border border-line">
          {practice.scenarios.map(({ id, title, description, active }) => (
            <li key={id} className="flex flex-col gap-2 px-3 py-3 sm:flex-row sm:items-center">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
                  {title}
                  {active && (
                    <Badge tone="bad" mark={<TriangleMark className="size-2.5" />}>
                      Active
                    </Badge>
                  )}
                </p>
                <p className="text-sm text-muted">{description}</p>
              </div>
              <Button
                small
                className="max-sm:self-start"
                aria-label={`Break ${practice.service}: ${title}`}
                reason={
                  role ??
                  unavailable ??
                  (active ? "This is happening already; heal it first" : pending === id ? null : busy)
                }
                busy={pending === id}
                onClick={inject(id)}
              >
                {pending === id ? "Breaking…" : "Break it"}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
