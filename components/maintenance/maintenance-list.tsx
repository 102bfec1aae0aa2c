"use client"; // Plans, changes and cancels.

import { useState } from "react";
import { patchAsRead } from "@/components/api/changes";
import { post, remove } from "@/components/api/request";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { EmptyPage, Pages } from "@/components/ui/pages";
import { useQuestion } from "@/components/ui/use-question";
import type { MaintenanceWindowView } from "@/lib/maintenance/contract";
import type { Page } from "@/lib/platform/contract";
import { useWindows, WINDOWS_PATH } from "./use-windows";
import { WindowDialog } from "./window-dialog";
import type { WindowFields } from "./window-fields";
import { WindowRow } from "./window-row";

type Asked = { what: "plan" } | { what: "change" | "cancel"; about: MaintenanceWindowView };
/** What holds alerts back now comes first, then what will, the soonest first; then what is past. */
function byNearness(a: MaintenanceWindowView, b: MaintenanceWindowView): number {
  const place = ({ state }: MaintenanceWindowView) => (state === "active" ? 0 : state === "planned" ? 1 : 2);
  const [soonest, latest] = [a.starts_at.localeCompare(b.starts_at), b.starts_at.localeCompare(a.starts_at)];
  return place(a) - place(b) || (a.state === "planned" ? soonest : latest);
}

const hrefOf = (number: number) => `/settings/maintenance${number > 1 ? `?page=${number}` : ""}`;

type Props = { initial: Page<MaintenanceWindowView>; services: string[] };

export function MaintenanceList({ initial, services }: Props) {
  const { windows: page, refresh } = useWindows(initial, { page: initial.page });
  const { asked, ask, answer, late, said } = useQuestion<Asked>();
  // What somebody else has made of the window that is changed here, once it was shown.
  const [other, setOther] = useState<MaintenanceWindowView | null>(null);
  const reason = useRoleReason("operate");
  const about = asked && asked.what !== "plan" ? asked.about : null;
  const overtaken = other && other.id === about?.id ? other : null;
  const save = async (fields: WindowFields, changes: Partial<WindowFields>) => {
    if (!about) {
      if (await answer(() => post(WINDOWS_PATH, fields))) refresh();
      return;
    }
    // Nothing was touched.
    if (Object.keys(changes).length === 0) return said.onClose();
    const isDone = await answer(async () => {
      const { updated_at } = overtaken ?? about;
      const { other: found } = await patchAsRead<MaintenanceWindowView>(`${WINDOWS_PATH}/${about.id}`, {
        ...changes,
        updated_at,
      });
      setOther(found);
      return found === null;
    });
    if (isDone) refresh();
  };
  const cancel = async () => {
    if (await answer(() => remove(`${WINDOWS_PATH}/${about?.id}`))) refresh();
  };
  const askAnew = (next: Asked) => {
    setOther(null);
    ask(next);
  };
  const button = !reason && (
    <Button tone="primary" onClick={() => askAnew({ what: "plan" })}>
      Plan maintenance
    </Button>
  );
  const isActive = about?.state === "active";
  return (
    <>
      {reason && <Notice tone="info">{reason}; a responder plans maintenance.</Notice>}
      {late && <Notice tone="bad">{late}</Notice>}
      <section aria-label="Maintenance windows" className="overflow-hidden rounded-xl border border-line bg-surface">
        {page.items.length === 0 ? (
          <EmptyPage page={page} hrefOf={hrefOf}>
            <Empty title="No maintenance is planned" action={button}>
              While a window lasts, what fires about its services opens no incident. What still fires when it ends opens
              one then.
            </Empty>
          </EmptyPage>
        ) : (
          <>
            {button && <div className="flex justify-end border-b border-line px-4 py-3">{button}</div>}
            <ul className="divide-y divide-line">
              {page.items.toSorted(byNearness).map((one) => (
                <WindowRow
                  key={one.id}
                  shown={one}
                  onChange={reason ? null : () => askAnew({ what: "change", about: one })}
                  onCancel={reason ? null : () => askAnew({ what: "cancel", about: one })}
                />
              ))}
            </ul>
          </>
        )}
        <Pages page={page} hrefOf={hrefOf} />
      </section>
      <WindowDialog
        {...said}
        other={overtaken}
        planned={asked?.what === "change" ? asked.about : null}
        open={asked?.what === "plan" || asked?.what === "change"}
        services={services}
        onSave={save}
      />
      <Dialog
        title={isActive ? `End ${about?.name} now?` : `Cancel ${about?.name ?? ""}?`}
        open={asked?.what === "cancel"}
        onClose={said.onClose}
      >
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">
            {isActive
              ? "What still fires about its services opens its incident a moment later."
              : "What fires about its services then opens incidents, as ever."}
          </p>
          {said.refusal && <Notice tone="bad">{said.refusal}</Notice>}
          <DialogActions
            submit={isActive ? "End it now" : "Cancel it"}
            tone="danger"
            busy={said.busy}
            onSubmit={cancel}
            onCancel={said.onClose}
          />
        </div>
      </Dialog>
    </>
  );
}
