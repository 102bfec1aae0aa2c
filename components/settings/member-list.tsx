"use client"; // Changes roles and removes people.

import { useState } from "react";
import { get } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Notice } from "@/components/ui/notice";
import type { MemberView } from "@/lib/people/contract";
import { MemberRow } from "./member-row";

export function MemberList({ initial }: { initial: MemberView[] }) {
  const [members, setMembers] = useState(initial);
  const { pending, refusal, run } = useAction<string>();
  const owners = members.filter(({ role }) => role === "owner").length;
  const act = (name: string, work: () => Promise<unknown>) =>
    run(name, async () => {
      await work();
      setMembers(await get<MemberView[]>("/settings/members"));
    });
  return (
    <section aria-label="Members" className="flex flex-col gap-3">
      {refusal && <Notice tone="bad">{refusal}</Notice>}
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
