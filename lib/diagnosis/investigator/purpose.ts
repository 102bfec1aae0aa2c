import type { z } from "zod";
import type { Book } from "./book";
import type { Claude } from "./claude";
import type { Eyes } from "./eyes";
import type { Fence } from "./fence";
import type { Limits } from "./limits";

/** What a conversation has to do with. */
export type Scene = {
  claude: Claude;
  eyes: Eyes;
  book: Book;
  fence: Fence;
  limits: Limits;
  opening: string;
  /** Of the service that it is about: Claude is told none of them, wherever they stand. */
  secrets: readonly string[];
};

/** What Claude says in a fixed form, so that code can check it. */
export type Form<End> = {
  says: string;
  input: z.ZodType;
  /** Takes it down and answers in words; throws a `ZodError` or a `Refusal` when it cannot be. `end` ends the conversation. */
  fill(input: unknown): Promise<{ told: string } | { end: End }>;
};

/** What a conversation is for. */
export type Purpose<End> = {
  /** What Claude is told first. It depends on nothing, so that it is cached. */
  charge: string;
  forms: { [name: string]: Form<End> };
  /** The form that ends it: the only one that is carried out beyond the limits. */
  closing: string;
  /** What is known when it is stopped by a limit before it came to its end. */
  stopped(why: string): End;
};
