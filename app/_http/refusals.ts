import { AppError } from "@/lib/platform/errors";

export const malformed = (message: string) => new AppError("malformed", message);
export const tooLarge = (message: string) => new AppError("too_large", message);

/** One thing wrong with the input: where, and what. */
export type Issue = { path: string; message: string };

// A body of 1 MB can be wrong in a hundred thousand places; nobody reads them all.
const MOST_ISSUES = 20;

/** A refusal that names the wrong fields, at most 20 of them; the sentence is the first. */
export function invalidInput(issues: Issue[]): AppError {
  const [first] = issues;
  const place = first?.path ? `${first.path}: ` : "";
  return new AppError("invalid", first ? `${place}${first.message}` : "The input is not valid", {
    issues: issues.slice(0, MOST_ISSUES),
  });
}
