"use client"; // A context for the parts of a page that depend on who is looking.

import { createContext, type ReactNode, useContext } from "react";
import { type Permission, roleMay, type Viewer } from "@/lib/auth/contract";

const Current = createContext<Viewer | null>(null);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <Current value={viewer}>{children}</Current>;
}

export function useViewer(): Viewer {
  const viewer = useContext(Current);
  if (!viewer) throw new Error("This part of the page needs a ViewerProvider around it");
  return viewer;
}

const asks = {
  read: "look at this",
  respond: "handle incidents",
  operate: "let commands run",
  practise: "break or heal practice services",
  configure: "change what is watched, what is connected and what Claude may cost",
  administer: "see to members, keys and records",
  own: "decide what only an owner decides",
} as const satisfies Record<Permission, string>;

/** Why this person may not, for a disabled button; null when they may. */
export function useRoleReason(permission: Permission): string | null {
  const { role } = useViewer();
  return roleMay(role, permission) ? null : `Your role (${role}) does not allow you to ${asks[permission]}`;
}
