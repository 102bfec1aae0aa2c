"use client"; // Offers to try again.

import { useEffect } from "react";
import { Button } from "@/components/ui/button";

type Props = { error: unknown; retry: () => void };

const digestOf = (error: unknown): string | null =>
  typeof error === "object" && error !== null && "digest" in error && typeof error.digest === "string"
    ? error.digest
    : null;

/** The page could not be made. Says so, says what to do, and gives the number by which the server's log knows it. */
export function ErrorPage({ error, retry }: Props) {
  useEffect(() => console.error(error), [error]);
  const digest = digestOf(error);
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-center gap-2 py-16 text-center">
      <h1 className="text-xl font-semibold tracking-tight">This page could not be shown</h1>
      <p className="text-sm text-muted">
        Nightshift itself has a problem, most often that its database cannot be reached at the moment. What it watches
        and runs goes on in other processes. Try again in a moment.
      </p>
      {digest && (
        <p className="text-xs text-muted">
          In the server's log: <code className="font-mono">{digest}</code>
        </p>
      )}
      <div className="mt-3 flex gap-2">
        <Button tone="primary" onClick={retry}>
          Try again
        </Button>
      </div>
    </div>
  );
}
