import { type Ctx, require } from "@/lib/auth";
import { prisma } from "@/lib/platform/db";
import { IncidentStatus, type IncidentView } from "./contract";
import { findIncident } from "./get-incident";

type Solution = NonNullable<IncidentView["solution"]>;

/** The solution that was last asked for, or null; it is kept with the incident. While that is resolved it has nothing to do now. */
export async function getSolution(ctx: Ctx, id: string): Promise<IncidentView["solution"]> {
  require(ctx, "read");
  const { solution, status } = await findIncident(prisma(), ctx, id);
  return solution === null ? null : presentSolution(solution as Solution, IncidentStatus.parse(status));
}

/** A solution as people read it: of a resolved incident it says that it is over, and what was to be done to what is gone is left out. */
export const presentSolution = (solution: Solution, status: IncidentStatus): Solution =>
  status === "resolved"
    ? {
        ...solution,
        summary: `The incident is resolved, so there is nothing to do now. What was found before: ${solution.summary}`,
        immediate_steps: [],
      }
    : solution;
