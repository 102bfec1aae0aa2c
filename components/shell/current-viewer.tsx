"use client"; // A role may change while its page is open.

import { useRouter } from "next/navigation";
import { useLiveEvent } from "@/components/live/use-live";
import { useViewer } from "./viewer";

/** Has the page read anew who looks at it when what they may do has changed. What they are writing stays. */
export function CurrentViewer() {
  const router = useRouter();
  const viewer = useViewer();
  useLiveEvent("access", ({ role }) => {
    if (role !== viewer.role) router.refresh();
  });
  return null;
}
