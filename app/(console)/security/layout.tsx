import type { ReactNode } from "react";
import { SecurityNav } from "@/components/security/security-nav";

export default function SecurityLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-5">
      <SecurityNav />
      {children}
    </div>
  );
}
