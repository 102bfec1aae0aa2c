"use client"; // Shows what is broken on purpose as it changes.

import { useServices } from "@/components/services/use-services";
import { Empty } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import type { SandboxView } from "@/lib/integrations/contract";
import type { ServiceView } from "@/lib/monitoring/contract";
import { PracticeService } from "./practice-service";
import { useSandbox } from "./use-sandbox";

type Props = { initial: SandboxView; problem: string | null; services: ServiceView[] };

export function SandboxPanel({ initial, problem: initialProblem, services: initialServices }: Props) {
  const { view, problem, put } = useSandbox(initial, initialProblem);
  const { services } = useServices(initialServices);
  if (!view.enabled || view.services.length === 0)
    return (
      <div className="rounded-xl border border-line bg-surface">
        <Empty title={view.enabled ? "The sandbox does not answer" : "There is no sandbox here"}>
          {view.enabled
            ? `${problem ?? "Its services may still be starting."} This page asks again every few seconds.`
            : "Practice services run when Nightshift is started with NIGHTSHIFT_SANDBOX=docker or process."}
        </Empty>
      </div>
    );
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      {problem && (
        <div className="lg:col-span-2">
          <Notice tone="warn">{problem}</Notice>
        </div>
      )}
      {view.services.map((practice) => (
        <PracticeService
          key={practice.service}
          practice={practice}
          watched={services.find(({ name }) => name === practice.service) ?? null}
          onChange={put}
        />
      ))}
    </div>
  );
}
