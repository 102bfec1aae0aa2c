import { type Ctx, require } from "@/lib/auth";
import { listTools } from "@/lib/diagnosis";
import { ServiceKind, TargetKind } from "@/lib/monitoring/contract";
import type { Capabilities } from "../contract";
import type { AnyAction } from "./action";
import { catalog } from "./registry";

/** What can be proposed, and what an investigator can look with. */
export function capabilities(ctx: Ctx): Capabilities {
  require(ctx, "read");
  return {
    actions: catalog.map((action) => ({
      action: action.id,
      title: action.title,
      description: action.description,
      risk: action.risk,
      reversible: action.reversible,
      expected_result: action.expectedResult,
      fallback: [...action.fallback],
      ...usableOn(action),
      params: action.paramsSchema,
    })),
    tools: listTools(ctx),
  };
}

/** Asked of the action itself, with a service of each kind in each place. */
function usableOn(action: AnyAction) {
  const usable = ServiceKind.options.flatMap((service) =>
    TargetKind.options
      .filter((target) => action.appliesTo(specimen(service, target)))
      .map((target) => ({ service, target })),
  );
  return {
    service_kinds: [...new Set(usable.map(({ service }) => service))],
    target_kinds: [...new Set(usable.map(({ target }) => target))],
  };
}

const process = { pid_file: "", start: [""], stop: null, run_as: null };

const specimen = (kind: ServiceKind, target: TargetKind) => ({
  kind,
  target: { kind: target, name: "", config: target === "process" ? process : null },
});
