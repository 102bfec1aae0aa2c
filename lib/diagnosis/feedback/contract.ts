import { z } from "zod";
import { IsoTime } from "../../platform/contract";

export const FeedbackVerdict = z.enum(["helpful", "wrong"]);

export const GiveFeedback = z
  .object({
    diagnosis_id: z.uuid(),
    verdict: FeedbackVerdict,
    real_cause: z.string().trim().min(1).max(500).optional(),
    comment: z.string().trim().min(1).max(2_000).optional(),
  })
  .refine(({ verdict, real_cause }) => verdict === "wrong" || real_cause === undefined, {
    path: ["real_cause"],
    message: "A real cause belongs to a diagnosis that was wrong",
  });
export type GiveFeedback = z.input<typeof GiveFeedback>;

/** What a person says of a diagnosis once they know better. */
export const FeedbackView = z
  .object({
    by: z.object({ id: z.string(), name: z.string() }),
    verdict: FeedbackVerdict,
    real_cause: z.string().nullable(),
    comment: z.string().nullable(),
    at: IsoTime,
  })
  .meta({ id: "Feedback" });
export type FeedbackView = z.infer<typeof FeedbackView>;

/** What people said really caused an earlier incident of the same service: one with the same cause in its alerts, or the same diagnosed fault. */
export const ToldCause = z
  .object({
    incident_id: z.string(),
    incident_number: z.number(),
    real_cause: z.string(),
    by: z.object({ id: z.string(), name: z.string() }),
    at: IsoTime,
  })
  .meta({ id: "ToldCause" });
export type ToldCause = z.infer<typeof ToldCause>;
