import type { ReactNode } from "react";
import { SectionNav } from "@/components/shell/section-nav";

const places = [
  { href: "/security", label: "Audit log" },
  { href: "/security/events", label: "Events and threats" },
  { href: "/security/report", label: "Compliance report" },
] as const;

export default function SecurityLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-5">
      <SectionNav label="Security" places={places} />
      {children}
    </div>
  );
}
