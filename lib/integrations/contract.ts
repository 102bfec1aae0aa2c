import { z } from "zod";
import type { PracticeService } from "../platform/practice-contract";

export type { PracticeService } from "../platform/practice-contract";

export const InjectFailure = z.object({ scenario: z.string().min(1).max(100) });
export type SandboxView = { enabled: boolean; services: PracticeService[] };
