"use client"; // Puts the session into another organization.

import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { CheckIcon } from "@/components/ui/icons";
import type { Viewer } from "@/lib/auth/contract";

/** Where one is, and the other organizations one belongs to. Nothing to see for whoever belongs to one. */
export function OrganizationSwitcher({ viewer }: { viewer: Viewer }) {
  const { pending, refusal, run } = useAction<string>();
  if (viewer.organizations.length < 2) return null;
  const go = (id: string) =>
    run(id, async () => {
      await post("/sessions/switch-organization", { organization_id: id });
      // A full load at the start: what is on the page, and its address, belong to the organization before.
      location.assign("/");
    });
  return (
    <div>
      <p className="mb-1 text-sm text-muted">Switch to</p>
      <ul className="max-h-48 overflow-y-auto rounded-lg border border-line">
        {viewer.organizations.map(({ id, name, role }) => {
          const isHere = id === viewer.organization.id;
          return (
            <li key={id}>
              <button
                type="button"
                aria-current={isHere ? "true" : undefined}
                aria-disabled={isHere || pending !== null}
                onClick={() => !isHere && go(id)}
                className="flex min-h-10 w-full items-center gap-2 px-3 text-left text-sm hover:bg-sunken aria-disabled:cursor-default"
              >
                <span className="min-w-0 flex-1 truncate">{name}</span>
                <span className="text-xs text-muted">{role}</span>
                {isHere && <CheckIcon className="size-3.5 text-accent" />}
              </button>
            </li>
          );
        })}
      </ul>
      {refusal && <p className="mt-2 text-xs text-bad">{refusal}</p>}
    </div>
  );
}
