"use client"; // When it called last is live.

import { Ago, Exact } from "@/components/ui/time";
import { useIntegration } from "./use-integration";

/** Whether a heartbeat calls as it should, in words. */
export function HeartbeatStanding() {
  const { heartbeat } = useIntegration().integration;
  if (!heartbeat?.last_beat_at) return <>Until the first call nobody is missed.</>;
  if (heartbeat.missing_since)
    return (
      <>
        It is silent: the last call came <Ago at={heartbeat.last_beat_at} />. The next one resolves its incident.
      </>
    );
  return (
    <>
      The last call came <Ago at={heartbeat.last_beat_at} />.
      {heartbeat.due_at && (
        <>
          {" "}
          An incident opens when none comes until <Exact at={heartbeat.due_at} />.
        </>
      )}
    </>
  );
}
