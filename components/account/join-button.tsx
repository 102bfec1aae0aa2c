"use client"; // Joins with the account that is signed in.

import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";

type Props = { token: string; email: string; onlyFor: string | null };

export function JoinButton({ token, email, onlyFor }: Props) {
  const { pending, refusal, run } = useAction<"join">();
  const join = () =>
    run("join", async () => {
      await post("/invitations/join", { token });
      // A full load: the session is in another organization now, and nothing of the one before may stay on the page.
      location.assign("/");
    });
  return (
    <div className="flex flex-col gap-4">
      {refusal && <Notice tone="bad">{refusal}</Notice>}
      <Button
        tone="primary"
        className="min-h-11 w-full"
        busy={pending === "join"}
        reason={onlyFor && onlyFor !== email ? `The invitation is for ${onlyFor}; sign out and open it again` : null}
        onClick={join}
      >
        Join as {email}
      </Button>
    </div>
  );
}
