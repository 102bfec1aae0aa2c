import { isSetupOpen, setupToken } from "@/lib/people";
import { closeDatabase } from "@/lib/platform/db";

/** Where the first visit makes the owner, or null when there is one. The link is as good as a key until then. */
export async function firstVisit(url: string): Promise<string | null> {
  const isOpen = await isSetupOpen().finally(closeDatabase);
  return isOpen ? new URL(`/setup?token=${setupToken()}`, url).href : null;
}
