import type { ReactNode } from "react";
import { MoonIcon } from "@/components/ui/icons";

/** The frame of every page that one sees before one is signed in. */
export function Door({ title, children, lead }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
      <div>
        <p className="flex items-center gap-2 text-lg font-semibold tracking-tight">
          <MoonIcon className="size-6 text-accent" />
          Nightshift
        </p>
        <h1 className="mt-4 text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="text-sm text-muted">{lead}</p>
      </div>
      {children}
    </main>
  );
}
