import type { z } from "zod";
import type { Ctx } from "@/lib/auth";
import type { GitHub } from "@/lib/github";
import type { ServiceLinks, Watched } from "@/lib/monitoring";
import type { Prisma } from "@/lib/platform/db";
import type { Finding } from "../facts";

/** What an investigation is about. `watched` is null where Nightshift knows the service from alerts alone, or none at all. */
export type Place = {
  ctx: Ctx;
  incident: Prisma.IncidentGetPayload<Prisma.IncidentDefaultArgs>;
  watched: Watched | null;
  /** What people have said of the service, whether it is watched or not. */
  links: ServiceLinks;
  /** Null when the organization has not connected it. */
  github: GitHub | null;
};

/**
 * One way to look at something. It reads and never writes, answers within seconds or says that it could not, and takes nothing but what
 * its input allows: there is no tool that runs what somebody types. What it cannot find out is a finding too; it throws only for faults of
 * ours.
 */
export type Tool<Input extends z.ZodType = z.ZodType> = {
  /** In lower case with underscores: `redis_memory`. */
  name: string;
  /** What it is good for, for whoever chooses among the tools. */
  says: string;
  input: Input;
  /** Whether there is anything to look at here. */
  fits(place: Place): boolean;
  look(place: Place, input: z.output<Input>): Promise<Finding>;
};

/** Keeps the type of the input between its schema and `look`. */
export const tool = <Input extends z.ZodType>(one: Tool<Input>): Tool => one as unknown as Tool;
