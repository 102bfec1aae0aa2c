"use client"; // Connects and disconnects identity providers.

import { signIn } from "next-auth/react";
import { useState } from "react";
import { get, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { ProfileView } from "@/lib/people/contract";

type Props = { initial: ProfileView; providers: { id: string; name: string }[]; reason: string | null };

const words: Record<string, string> = {
  SignInAgain: "To connect a provider, sign out, sign in again, and do it within ten minutes.",
  OtherAccount: "That identity belongs to another account here.",
};

export function ConnectedProviders({ initial, providers, reason }: Props) {
  const [{ identities }, setProfile] = useState(initial);
  const { pending, refusal, run } = useAction<string>();
  const nameOf = (id: string) => providers.find((provider) => provider.id === id)?.name ?? id;
  const free = providers.filter(({ id }) => !identities.some(({ provider }) => provider === id));
  const why = refusal ?? (reason && Object.hasOwn(words, reason) ? words[reason] : null);
  return (
    <Card title="Identity providers" note="Other ways to sign in">
      {why && <Notice tone="bad">{why}</Notice>}
      <ul className="divide-y divide-line">
        {identities.map(({ provider, email, since }) => (
          <li key={`${provider} ${since}`} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
            <div className="min-w-0 flex-1 basis-56">
              <p className="text-sm font-medium">{nameOf(provider)}</p>
              <p className="truncate text-xs text-muted">
                {email && `${email}, `}connected <Ago at={since} />
              </p>
            </div>
            <Button
              small
              busy={pending === provider}
              onClick={() =>
                run(provider, async () => {
                  await remove(`/settings/profile/identities/${encodeURIComponent(provider)}`);
                  setProfile(await get<ProfileView>("/settings/profile"));
                })
              }
            >
              Disconnect
            </Button>
          </li>
        ))}
        {free.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-4 py-2.5">
            <p className="flex-1 text-sm font-medium">{name}</p>
            <Button
              small
              busy={pending === id}
              onClick={() => run(id, () => signIn(id, { callbackUrl: "/settings/security" }))}
            >
              Connect
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
