import type { ContentBlock } from "@anthropic-ai/sdk/resources/messages";
import type { z } from "zod";
import type { Prisma } from "@/lib/platform/db";

/** What may be kept of an answer: not its thinking, which belongs to the conversation that it was signed for. */
export const saidIn = (content: ContentBlock[]): Prisma.InputJsonArray =>
  content.flatMap((block): Prisma.InputJsonValue[] => {
    if (block.type === "text") return [{ type: "text", text: block.text }];
    return block.type === "tool_use" ? [{ type: "tool_use", name: block.name, input: block.input as object }] : [];
  });

/** What does not fit, in a line; of very much the beginning. */
export const issuesOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 10)
    .map(({ path, message }) => `${path.join(".") || "the input"}: ${message}`)
    .join("; ");
