import { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import type { ToolView } from "../contract";
import { tools } from "./registry";

/** Everything that an investigator can look with. */
export function listTools(ctx: Ctx): ToolView[] {
  require(ctx, "read");
  return tools.map(({ name, says, input }) => ({
    name,
    says,
    input: z.toJSONSchema(input, { io: "input", unrepresentable: "any" }),
  }));
}
