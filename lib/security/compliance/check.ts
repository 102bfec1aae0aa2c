import type { ComplianceCheck } from "../contract";

/** What a check is about: one organization, one stretch of time. */
export type Scope = { organizationId: string; from: Date; to: Date };

type Result = Pick<ComplianceCheck, "state" | "found" | "figures">;

/** One question that is answered from stored rows, and nothing but them. */
export type Check = Pick<ComplianceCheck, "id" | "title" | "checked"> & {
  run(scope: Scope): Promise<Result>;
};

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
