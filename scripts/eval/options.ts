import { parseArgs } from "node:util";
import { type Case, cases } from "./cases";

export type Options = { only: Case[]; json: string | null; isMarkdown: boolean };

export const usage = [
  "Usage: npm run eval -- [--only NAME] [--json FILE] [--markdown]",
  "",
  "  --only NAME  the scenarios whose names have this in them; can be given again",
  "  --json FILE  everything that was seen, for programs",
  "  --markdown   the table as Markdown",
  "",
  ...cases.map(({ name }) => `  ${name}`),
].join("\n");

/** What was asked for; or null, when that cannot be understood. */
export function optionsOf(args: string[]): Options | null {
  try {
    const { values } = parseArgs({
      args,
      options: {
        only: { type: "string", multiple: true, default: [] },
        json: { type: "string" },
        markdown: { type: "boolean", default: false },
      },
    });
    const only = cases.filter(
      ({ name }) => values.only.length === 0 || values.only.some((part) => name.includes(part)),
    );
    return only.length > 0 ? { only, json: values.json ?? null, isMarkdown: values.markdown } : null;
  } catch {
    return null;
  }
}
