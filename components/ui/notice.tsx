import type { ReactNode } from "react";
import { CheckIcon, IncidentIcon } from "./icons";

const looks = {
  bad: "border-bad/40 bg-bad-soft text-bad",
  warn: "border-warn/40 bg-warn-soft text-warn",
  ok: "border-ok/40 bg-ok-soft text-ok",
  info: "border-accent/40 bg-accent-soft text-accent",
} as const;

/** Words that must be seen where the eye already is: a refusal, a hand-back, a success. */
export function Notice({ tone, title, children }: { tone: keyof typeof looks; title?: string; children: ReactNode }) {
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={`flex gap-2 rounded-lg border px-3 py-2 text-sm ${looks[tone]}`}
    >
      <span className="pt-0.5">{tone === "ok" ? <CheckIcon /> : <IncidentIcon />}</span>
      <div className="min-w-0 wrap-anywhere">
        {title && <strong className="mr-1 font-semibold">{title}</strong>}
        <span className="text-ink">{children}</span>
      </div>
    </div>
  );
}
