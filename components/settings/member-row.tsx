import { useState } from "react";
import { get, patch, post, remove } from "@/components/api/request";
import { useRoleReason, useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { CheckIcon } from "@/components/ui/icons";
import { Ago } from "@/components/ui/time";
import type { Role } from "@/lib/auth/contract";
import { type EndedKeys, isAbove, type KnownKey, type MemberView } from "@/lib/people/contract";
import { KnownKeys } from "./known-keys";
import { RoleOptions } from "./role-options";

type Props = {
  member: MemberView;
  isLastOwner: boolean;
  busy: boolean;
  act: (work: () => Promise<EndedKeys | undefined>) => Promise<boolean>;
};

type Asked = { what: "transfer" } | { what: "remove"; keys: KnownKey[] } | { what: Role; keys: KnownKey[] };

export function MemberRow({ member, isLastOwner, busy, act }: Props) {
  const viewer = useViewer();
  const [asked, setAsked] = useState<Asked | null>(null);
  const isSelf = member.id === viewer.id;
  const roleReason = useRoleReason("administer");
  const aboveReason = isAbove(member.role, viewer.role) ? `Only an owner can change an ${member.role}` : null;
  const lastReason = isLastOwner ? "An organization is never without an owner: make somebody else one first" : null;
  const reason = roleReason ?? aboveReason ?? lastReason;
  const close = () => setAsked(null);
  const confirm = async (work: () => Promise<EndedKeys | undefined>) => {
    close();
    await act(work);
  };
  const keysThatEnd = (role?: Role) =>
    get<KnownKey[]>(`/settings/members/${member.id}/api-keys${role ? `?role=${role}` : ""}`);
  const give = (role: Role) => patch<EndedKeys>(`/settings/members/${member.id}`, { role });
  const changeTo = (role: Role) =>
    act(async () => {
      // Always asked: in many browsers a list that is closed changes with each arrow key.
      setAsked({ what: role, keys: isAbove(member.role, role) ? await keysThatEnd(role) : [] });
      return undefined;
    });
  const askToRemove = () =>
    act(async () => {
      setAsked({ what: "remove", keys: await keysThatEnd() });
      return undefined;
    });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {member.name}
          {isSelf && <Badge tone="info">You</Badge>}
          {member.has_second_factor && (
            <Badge tone="ok" mark={<CheckIcon className="size-3" />}>
              Second factor
            </Badge>
          )}
        </p>
        <p className="truncate text-sm text-muted">{member.email}</p>
        <p className="text-xs text-muted">
          {member.last_signed_in_at ? (
            <>
              signed in <Ago at={member.last_signed_in_at} />
            </>
          ) : (
            <>
              joined <Ago at={member.joined_at} />
            </>
          )}
        </p>
      </div>
      {reason ? (
        <span className="text-sm capitalize" title={roleReason ? undefined : reason}>
          {member.role}
        </span>
      ) : (
        <>
          <select
            aria-label={`Role of ${member.name}`}
            value={member.role}
            disabled={busy}
            onChange={(event) => void changeTo(event.target.value as Role)}
            className="min-h-9 rounded-lg border border-line-strong bg-raised px-2 text-sm"
          >
            <RoleOptions upTo={viewer.role} />
          </select>
          {!isSelf && viewer.role === "owner" && member.role !== "owner" && (
            <Button small tone="quiet" busy={busy} onClick={() => setAsked({ what: "transfer" })}>
              Hand over
              <span className="sr-only"> ownership to {member.name}</span>
            </Button>
          )}
          {!isSelf && (
            <Button small busy={busy} onClick={() => void askToRemove()}>
              Remove
              <span className="sr-only"> {member.name}</span>
            </Button>
          )}
        </>
      )}
      {asked && asked.what !== "transfer" && (
        <Dialog
          title={
            asked.what === "remove" ? `Remove ${member.name}?` : `Change the role of ${member.name} to ${asked.what}?`
          }
          open
          onClose={close}
        >
          <div className="mt-2 flex flex-col gap-4">
            {asked.what === "remove" && (
              <p className="text-sm">
                They are signed out here at once, and the invitations they handed out end. What they did stays in the
                record.
              </p>
            )}
            {isSelf && (
              <p className="text-sm">
                This is you. You are {member.role} now, and only somebody who may hand that out can give it back.
              </p>
            )}
            <KnownKeys keys={asked.keys} has="will end" />
            <DialogActions
              submit={asked.what === "remove" ? "Remove" : "Change the role"}
              tone="danger"
              onCancel={close}
              onSubmit={() => {
                const { what } = asked;
                void confirm(() => (what === "remove" ? remove(`/settings/members/${member.id}`) : give(what)));
              }}
            />
          </div>
        </Dialog>
      )}
      <Dialog title={`Hand ownership over to ${member.name}?`} open={asked?.what === "transfer"} onClose={close}>
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">{member.name} becomes an owner, and you an admin. Only an owner can undo that.</p>
          <DialogActions
            submit="Hand over"
            tone="danger"
            onCancel={close}
            onSubmit={() =>
              confirm(async () => {
                await post(`/settings/members/${member.id}/transfer-ownership`);
                // What this person may do has changed everywhere on the page.
                location.reload();
                return undefined;
              })
            }
          />
        </div>
      </Dialog>
    </li>
  );
}
