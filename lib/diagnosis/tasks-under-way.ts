import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { STALE_MS } from "./start-diagnosis";

/** A conversation takes minutes: its task is told from others by this. */
export const taskKey = {
  investigate: (incidentId: string) => `investigate:${incidentId}`,
  answer: (questionId: string) => `answer:${questionId}`,
};

/** The job keys of the investigations and answers, of all organizations, that somebody is seen to be at. For the worker. */
export async function tasksUnderWay(): Promise<string[]> {
  const where = { state: "running", aliveAt: { gte: new Date(clock.now().getTime() - STALE_MS) } };
  const [investigations, answers] = await Promise.all([
    prisma().diagnosis.findMany({ where: { ...where, engine: "claude" }, select: { incidentId: true } }),
    prisma().question.findMany({ where, select: { id: true } }),
  ]);
  return [
    ...investigations.map(({ incidentId }) => taskKey.investigate(incidentId)),
    ...answers.map(({ id }) => taskKey.answer(id)),
  ];
}
