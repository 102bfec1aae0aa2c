"use client"; // Ends the session from the browser.

import { signOut } from "next-auth/react";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";

export function SignOut() {
  const { pending, refusal, run } = useAction<"out">();
  return (
    <>
      <Button
        tone="plain"
        className="w-full"
        busy={pending === "out"}
        onClick={() =>
          run("out", async () => {
            await signOut({ redirect: false });
            // A full load: nothing that this person saw may stay in the page's memory.
            location.assign("/sign-in");
          })
        }
      >
        Sign out
      </Button>
      {refusal && <p className="mt-2 text-xs text-bad">{refusal}</p>}
    </>
  );
}
