import { z } from "zod";
import { PracticeService } from "../platform/practice-contract";

export { PracticeService } from "../platform/practice-contract";

export const InjectFailure = z.object({ scenario: z.string().min(1).max(100) });
export const SandboxView = z
  .object({ enabled: z.boolean(), services: z.array(PracticeService) })
  .meta({ id: "Sandbox" });
export type SandboxView = z.infer<typeof SandboxView>;
