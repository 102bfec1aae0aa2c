import { z } from "zod";
import { secretsOfWatched, type Watched } from "@/lib/monitoring";
import { AppError, errorText, invalid, unavailable } from "@/lib/platform/errors";
import { redact } from "@/lib/platform/redact";
import type { Action, AnyAction } from "./action";

/** Closes an action over its parameter type, so that it can only be used with arguments that its schema has accepted. */
export function defineAction<Params>(action: Action<Params>): AnyAction {
  const { params: schema, defaults, preview, commands, undo, confirm, ...rest } = action;
  const defined: AnyAction = {
    ...rest,
    reversible: undo !== undefined,
    paramsSchema: z.toJSONSchema(schema, { io: "input" }),
    undoneBy: undo?.action ?? null,
    defaults: async (watched) => (defaults ? measuring(watched, () => defaults(watched)) : {}),
    on(watched, input) {
      const parsed = schema.safeParse(input);
      if (!parsed.success) {
        throw invalid(`The parameters of ${action.id} are not valid`, {
          issues: parsed.error.issues.map((issue) => ({
            path: ["params", ...issue.path].join("."),
            message: issue.message,
          })),
        });
      }
      const situation = { watched, params: parsed.data };
      return {
        action: defined,
        params: parsed.data as Record<string, unknown>,
        preview: () => measuring(watched, () => preview(situation)),
        commands: (targetIdentity) => commands(situation, targetIdentity),
        undo: undo ? (before) => undo.action.on(watched, undo.params(before)) : null,
        confirm: confirm ? () => measuring(watched, () => confirm(situation)) : null,
      };
    },
  };
  return defined;
}

/** A service that does not let itself be measured is a refusal in words, with the service's own error, not a fault of ours. */
async function measuring<T>(watched: Watched, measure: () => Promise<T>): Promise<T> {
  try {
    return await measure();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const said = redact(errorText(error), secretsOfWatched(watched));
    throw unavailable(`${watched.name} could not be measured: ${said}`);
  }
}
