"use client"; // A role may change while its page is open.

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { openedIn, openIn } from "@/components/api/opened-in";
import { useLiveEvent } from "@/components/live/use-live";
import { isAnythingUnsaved } from "@/components/ui/unsaved";
import { useViewer } from "./viewer";

/** Has the page read anew who looks at it when what they may do has changed. What they are writing stays. */
export function CurrentViewer() {
  const router = useRouter();
  const viewer = useViewer();
  const { id: organizationId } = viewer.organization;
  useEffect(() => {
    // Another tab has gone to another organization. What is written here stays, and is refused there in words.
    const isElsewhere = openedIn() !== null && openedIn() !== organizationId;
    if (!isElsewhere) openIn(organizationId);
    else if (!isAnythingUnsaved()) location.reload();
  }, [organizationId]);
  useLiveEvent("access", ({ role }) => {
    if (role !== viewer.role) router.refresh();
  });
  return null;
}
