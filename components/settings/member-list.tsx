"use client"; // Changes roles and removes people.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Notice } from "@/components/ui/notice";
import type { EndedKeys, KnownKey, MemberView } from "@/lib/people/contract";
import { KnownKeys } from "./known-keys";
import { MemberRow } from "./member-row";

export function MemberList({ initial }: { initial: MemberView[] }) {
  const [members, setMembers] = useState(initial);
  const { pending, refusal, run } = useAction<string>();
  const owners = members.filter(({ role }) => role === "owner").length;
  const [ended, setEnded] = useState<KnownKey[]>([]);
  const act = (name: string, work: () => Promise<EndedKeys | undefined>) =>
    run(name, async () => {
      setEnded((await work())?.ended_api_keys ?? []);
      setMembers(await get<MemberView[]>("/settings/members"));
    });
  return (
    <section aria-label="Members" className="flex flex-col gap-3">
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      {ended.length > 0 && (
        <div role="status" className="rounded-lg border border-warn/40 bg-warn-soft px-3 py-2">
          <KnownKeys keys={ended} has="have ended" />
        </div>
      )}
      <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            isLastOwner={member.role === "owner" && owners === 1}
            busy={pending === member.id}
            act={(work) => act(member.id, work)}
          />
        ))}
      </ul>
    </section>
  );
}
