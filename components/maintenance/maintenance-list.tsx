"use client"; // Plans, changes and cancels.

import { useState } from "react";
import { patch, post, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { Pages } from "@/components/ui/pages";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import type { Page } from "@/lib/platform/contract";
import { useWindows, WINDOWS_PATH } from "./use-windows";
import { WindowDialog, type WindowFields } from "./window-dialog";
import { WindowRow } from "./window-row";

type Asked = { what: "plan" } | { what: "change" | "cancel"; about: MaintenanceWindowView };
/** What holds alerts back now comes first, then what will, the soonest first; then what is past. */
function byNearness(a: MaintenanceWindowView, b: MaintenanceWindowView): number {
  const place = ({ state }: MaintenanceWindowView) => (state === "active" ? 0 : state === "planned" ? 1 : 2);
  const [soonest, latest] = [a.starts_at.localeCompare(b.starts_at), b.starts_at.localeCompare(a.starts_at)];
  return place(a) - place(b) || (a.state === "planned" ? soonest : latest);
}

type Props = { initial: Page<MaintenanceWindowView>; services: string[] };

export function MaintenanceList({ initial, services }: Props) {
  const { windows: page, refresh } = useWindows(initial, { page: initial.page });
  const [asked, setAsked] = useState<Asked | null>(null);
  const { pending, refusal, issues, run, clear } = useAction<"save" | "cancel">();
  const reason = useRoleReason("operate");
  const ask = (next: Asked | null) => {
    clear();
    setAsked(next);
  };
  const answered = async (name: "save" | "cancel", work: () => Promise<unknown>) => {
    if (!(await run(name, work))) return;
    setAsked(null);
    refresh();
  };
  const about = asked && asked.what !== "plan" ? asked.about : null;
  const save = (fields: WindowFields) =>
    answered("save", () => (about ? patch(`${WINDOWS_PATH}/${about.id}`, fields) : post(WINDOWS_PATH, fields)));
  const cancel = () => answered("cancel", () => remove(`${WINDOWS_PATH}/${about?.id}`));
  const said = { busy: pending !== null, refusal, onClose: () => ask(null) };
  const button = !reason && (
    <Button tone="primary" onClick={() => ask({ what: "plan" })}>
      Plan maintenance
    </Button>
  );
  const isActive = about?.state === "active";
  return (
    <>
      {reason && <Notice tone="info">{reason}; a responder plans maintenance.</Notice>}
      <section aria-label="Maintenance windows" className="overflow-hidden rounded-xl border border-line bg-surface">
        {page.items.length === 0 ? (
          <Empty title="No maintenance is planned" action={button}>
            While a window lasts, what fires about its services opens no incident. What still fires when it ends opens
            one then.
          </Empty>
        ) : (
          <>
            {button && <div className="flex justify-end border-b border-line px-4 py-3">{button}</div>}
            <ul className="divide-y divide-line">
              {page.items.toSorted(byNearness).map((one) => (
                <WindowRow
                  key={one.id}
                  shown={one}
                  onChange={reason ? null : () => ask({ what: "change", about: one })}
                  onCancel={reason ? null : () => ask({ what: "cancel", about: one })}
                />
              ))}
            </ul>
          </>
        )}
        <Pages page={page} hrefOf={(number) => `/settings/maintenance${number > 1 ? `?page=${number}` : ""}`} />
      </section>
      <WindowDialog
        {...said}
        issues={issues}
        planned={asked?.what === "change" ? asked.about : null}
        open={asked?.what === "plan" || asked?.what === "change"}
        services={services}
        onSave={save}
      />
      <Dialog
        title={isActive ? `End ${about?.name} now?` : `Cancel ${about?.name ?? ""}?`}
        open={asked?.what === "cancel"}
        onClose={() => ask(null)}
      >
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">
            {isActive
              ? "What still fires about its services opens its incident a moment later."
              : "What fires about its services then opens incidents, as ever."}
          </p>
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          <DialogActions
            submit={isActive ? "End it now" : "Cancel it"}
            tone="danger"
            busy={pending !== null}
            onSubmit={cancel}
            onCancel={() => ask(null)}
          />
        </div>
      </Dialog>
    </>
  );
}
