import { Role } from "@/lib/auth/contract";
import { clock } from "@/lib/platform/clock";
import type { InvitationView } from "./contract";

type Stored = {
  id: string;
  email: string | null;
  role: string;
  invitedByName: string;
  createdAt: Date;
  expiresAt: Date;
};

/** `isCovered`: whoever made it may still hand it out. */
export const presentInvitation = (stored: Stored, isCovered = true): InvitationView => ({
  id: stored.id,
  email: stored.email,
  role: Role.parse(stored.role),
  invited_by: stored.invitedByName,
  created_at: stored.createdAt.toISOString(),
  expires_at: stored.expiresAt.toISOString(),
  state: stored.expiresAt <= clock.now() ? "expired" : isCovered ? "pending" : "lapsed",
});
