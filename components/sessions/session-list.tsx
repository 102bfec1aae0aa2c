"use client"; // Ends sessions.

import { useState } from "react";
import { get, goToSignIn, post, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CheckIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Ago, Exact } from "@/components/ui/time";
import type { SessionView } from "@/lib/auth/contract";
import { deviceOf } from "./device";

export function SessionList({ initial }: { initial: SessionView[] }) {
  const [sessions, setSessions] = useState(initial);
  const { pending, refusal, run } = useAction<string>();
  const revoke = (session: SessionView) =>
    run(session.id, async () => {
      await remove(`/sessions/${session.id}`);
      if (session.current) goToSignIn();
      else setSessions(await get<SessionView[]>("/sessions"));
    });
  const revokeOthers = () =>
    run("others", async () => {
      await post("/sessions/revoke-others");
      setSessions(await get<SessionView[]>("/sessions"));
    });
  return (
    <div className="flex flex-col gap-3">
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
        {sessions.map((session) => (
          <li key={session.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {deviceOf(session.user_agent)}
                {session.current && (
                  <Badge tone="ok" mark={<CheckIcon className="size-3" />}>
                    This one
                  </Badge>
                )}
              </p>
              <p className="text-sm text-muted">
                signed in <Ago at={session.created_at} />
                {session.address && <> from {session.address}</>}
                {session.signed_in_by !== "password" && <> by {session.signed_in_by}</>}, in {session.organization_name}
                ; ends <Exact at={session.expires_at} />
              </p>
            </div>
            <Button
              small
              busy={pending === session.id}
              aria-label={
                session.current ? "Sign out of this session" : `Revoke the session in ${deviceOf(session.user_agent)}`
              }
              onClick={() => revoke(session)}
            >
              {session.current ? "Sign out" : "Revoke"}
            </Button>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div>
          <Button busy={pending === "others"} onClick={revokeOthers}>
            Sign out everywhere else
          </Button>
        </div>
      )}
    </div>
  );
}
