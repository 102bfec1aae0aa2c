import type { ReactNode } from "react";

type Props = {
  title: string;
  id?: string;
  note?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** A part of a page with its heading; a landmark that a screen reader can list. */
export function Card({ title, id, note, actions, children, className = "" }: Props) {
  return (
    <section id={id} aria-label={title} className={`rounded-xl border border-line bg-surface ${className}`}>
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-2 px-4 pt-3">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <h2 className="text-[0.9375rem] font-semibold">{title}</h2>
          {note && <span className="text-xs text-muted">{note}</span>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div className="px-4 pt-2 pb-4">{children}</div>
    </section>
  );
}
