import type { ReactNode } from "react";
import { SectionNav } from "@/components/shell/section-nav";

const places = [
  { href: "/settings/members", label: "Members" },
  { href: "/settings/api-keys", label: "API keys" },
  { href: "/settings/maintenance", label: "Maintenance" },
  { href: "/settings/investigation", label: "Investigation" },
  { href: "/settings/knowledge-base", label: "Knowledge" },
  { href: "/settings/webhooks", label: "Webhooks" },
  { href: "/settings/security", label: "Your account" },
  { href: "/settings/sessions", label: "Your sessions" },
] as const;

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-5">
      <SectionNav label="Settings" places={places} />
      {children}
    </div>
  );
}
