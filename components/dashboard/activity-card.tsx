"use client"; // Goes back in time when asked to.

import Link from "next/link";
import { useState } from "react";
import { get } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import { Told } from "@/components/ui/told";
import type { ActivityEntry, ActivityFeed } from "@/lib/analytics/contract";

/** What happened last, wherever it happened. New entries come in at the top; older ones are read on request and stay. */
export function ActivityCard({ activity }: { activity: ActivityFeed }) {
  const [older, setOlder] = useState<ActivityFeed | null>(null);
  const { pending, refusal, run } = useAction<"older">();
  const entries = [...activity.items];
  const known = new Set(entries.map(({ id }) => id));
  for (const entry of older?.items ?? []) if (!known.has(entry.id)) entries.push(entry);
  const before = older ? older.next_before : activity.next_before;

  const readOlder = () =>
    run("older", async () => {
      const page = await get<ActivityFeed>(`/dashboard/activity-feed?before=${before}`);
      // What has moved out of the newest page meanwhile is kept, so that nothing is missing in between.
      setOlder({ items: [...entries, ...page.items], next_before: page.next_before });
    });

  return (
    <Card title="Activity">
      {entries.length === 0 ? (
        <p className="text-sm text-muted">What happens to incidents will be told here.</p>
      ) : (
        <ol className="flex flex-col divide-y divide-line">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      {before && (
        <Button tone="quiet" small busy={pending === "older"} onClick={readOlder} className="mt-2">
          Earlier
        </Button>
      )}
    </Card>
  );
}

const Entry = ({ entry }: { entry: ActivityEntry }) => (
  <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 py-2 text-sm">
    <Link href={`/incidents/${entry.incident.id}`} className="truncate font-medium hover:underline">
      <span className="mr-1.5 font-normal text-muted">#{entry.incident.number}</span>
      {entry.incident.title}
    </Link>
    <span className="text-right text-xs text-muted">
      <Ago at={entry.at} />
    </span>
    <p className="col-span-2 line-clamp-2 text-muted wrap-anywhere">
      <span className="text-ink">{entry.actor.name}</span>: <Told text={entry.text} />
    </p>
  </li>
);
