"use client"; // Makes, renews and ends invitations.

import { type FormEvent, useState } from "react";
import { get, post, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Empty } from "@/components/ui/empty";
import { Field, SelectField } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Exact } from "@/components/ui/time";
import { type InvitationView, isAbove, type NewInvitation } from "@/lib/people/contract";
import { NewLink } from "./new-link";
import { RoleOptions } from "./role-options";

export function Invitations({ initial }: { initial: InvitationView[] }) {
  const viewer = useViewer();
  const [invitations, setInvitations] = useState(initial);
  // Each link is shown once, so it stays until it is put away, whatever is made after it.
  const [made, setMade] = useState<readonly NewInvitation[]>([]);
  const { pending, refusal, run } = useAction<string>();
  const putAway = (id: string) => setMade((before) => before.filter(({ invitation }) => invitation.id !== id));
  const act = (name: string, work: () => Promise<NewInvitation | null>, of?: string) =>
    run(name, async () => {
      const next = await work();
      // A link that was renewed or revoked no longer works.
      if (of) putAway(of);
      if (next) setMade((before) => [next, ...before]);
      setInvitations(await get<InvitationView[]>("/settings/invitations"));
    });
  const invite = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const email = String(fields.get("email") ?? "").trim();
    void act("invite", () =>
      post("/settings/invitations", {
        role: fields.get("role"),
        expires_in_days: Number(fields.get("days")),
        ...(email && { email }),
      }),
    ).then((isDone) => isDone && form.reset());
  };
  return (
    <Card title="Invitations">
      <form onSubmit={invite} className="grid items-start gap-3 sm:grid-cols-[1fr_auto_auto_auto]">
        <Field label="Email (if only one person may use it)" name="email" type="email" limit={254} autoComplete="off" />
        <SelectField label="Role" name="role" defaultValue="responder">
          <RoleOptions upTo={viewer.role} />
        </SelectField>
        <SelectField label="Good for" name="days" defaultValue="7">
          {[1, 3, 7, 14, 30].map((days) => (
            <option key={days} value={days}>
              {days === 1 ? "1 day" : `${days} days`}
            </option>
          ))}
        </SelectField>
        <Button type="submit" tone="primary" busy={pending === "invite"} className="min-h-11 sm:mt-6.5">
          Make a link
        </Button>
      </form>
      <div className="mt-3 flex flex-col gap-3">
        {refusal && <Notice tone="bad">{refusal}</Notice>}
        {made.map((one) => (
          <NewLink key={one.link} made={one} onPutAway={() => putAway(one.invitation.id)} />
        ))}
        {invitations.length === 0 ? (
          <Empty title="Nobody is invited">
            A link lets one person in. Hand it out any way you like; it works once.
          </Empty>
        ) : (
          <ul className="divide-y divide-line rounded-lg border border-line">
            {invitations.map((invitation) => (
              <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2.5">
                <div className="min-w-0 flex-1 basis-56">
                  <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
                    <span className="truncate">{invitation.email ?? "Whoever has the link"}</span>
                    <Badge tone="quiet">{invitation.role}</Badge>
                    {invitation.state === "expired" && <Badge tone="warn">Has run out</Badge>}
                    {invitation.state === "lapsed" && <Badge tone="warn">Lets nobody in</Badge>}
                  </p>
                  <p className="text-xs text-muted">
                    by {invitation.invited_by},{" "}
                    {invitation.state === "lapsed" ? (
                      "who may not hand this role out any more"
                    ) : (
                      <>
                        {invitation.state === "expired" ? "ended" : "ends"} <Exact at={invitation.expires_at} />
                      </>
                    )}
                  </p>
                </div>
                {!isAbove(invitation.role, viewer.role) && (
                  <Button
                    small
                    tone="quiet"
                    busy={pending === `renew ${invitation.id}`}
                    onClick={() =>
                      act(
                        `renew ${invitation.id}`,
                        () => post(`/settings/invitations/${invitation.id}/renew`),
                        invitation.id,
                      )
                    }
                  >
                    New link
                    <span className="sr-only"> for {invitation.email ?? `a ${invitation.role}`}</span>
                  </Button>
                )}
                <Button
                  small
                  busy={pending === invitation.id}
                  onClick={() =>
                    act(invitation.id, () => remove(`/settings/invitations/${invitation.id}`), invitation.id)
                  }
                >
                  Revoke
                  <span className="sr-only"> the invitation of {invitation.email ?? `a ${invitation.role}`}</span>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
