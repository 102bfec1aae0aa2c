import type { z } from "zod";
import type { Finding } from "../facts";
import { tools } from "../tools/registry";
import type { Place, Tool } from "../tools/tool";

export type Sight = { name: string; says: string; input: z.ZodType };
/** What an investigator sees with: live systems, or a recording of them. */
export type Eyes = {
  sights: readonly Sight[];
  look(name: string, input: unknown): Promise<Finding>;
};

/** Eyes on the real thing. */
export function liveEyes(place: Place): Eyes {
  const fitting = new Map<string, Tool>(tools.filter((tool) => tool.fits(place)).map((tool) => [tool.name, tool]));
  return {
    sights: [...fitting.values()],
    async look(name, input) {
      const tool = fitting.get(name);
      if (!tool) throw new Error(`There is no tool ${name} here`);
      return tool.look(place, input);
    },
  };
}

/** The same question has the same key, whatever the order of its words. */
export const keyOf = (name: string, input: unknown): string => `${name} ${JSON.stringify(sorted(input))}`;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, sorted(item)]),
  );
}
