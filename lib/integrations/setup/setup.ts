import type { z } from "zod";
import type { IntegrationConfig, SetupStep } from "../contract";

/** What a page of steps is made of. */
export type Told = {
  /** Where the source sends to, with the key. */
  address: string;
  /** This installation, without a slash at the end. */
  base: string;
  key: string;
  /** The secret where it is shown this once; else words to replace by it. */
  secret: string;
  config: IntegrationConfig;
};

/** What to do at one source, in order, and exactly what to paste there. */
export type Setup = (told: Told) => z.infer<typeof SetupStep>[];

export const SECRET_PLACEHOLDER = "PASTE-THE-SECRET-HERE";
