import type Docker from "dockerode";
import { z } from "zod";
import { clock } from "@/lib/platform/clock";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { cleaned, quoted } from "../excerpt";
import { containerOf, engine, isContainer } from "./container";
import { tool } from "./tool";

const MOST_EVENTS = 60;

export const dockerEvents = tool({
  name: "docker_events",
  says: "What happened to the container in the last minutes or hours: started, died, ran out of memory, health changed.",
  input: z.object({ minutes: z.number().int().min(1).max(1_440).default(60) }),
  fits: isContainer,
  look: (place, { minutes }) => {
    const name = containerOf(place);
    const now = Math.floor(clock.now().getTime() / 1_000);
    const since = now - minutes * 60;
    const command = [
      "docker",
      "events",
      "--since",
      String(since),
      "--until",
      String(now),
      "--filter",
      `container=${name}`,
    ];
    return ask("docker.events", commandLine(command), COLLECTOR_MS, async (signal) => {
      const filters = { container: [name], type: ["container"] };
      const stream = await engine().getEvents({
        since,
        until: now,
        filters,
        abortSignal: signal,
      } as Docker.GetEventsOptions);
      let text = "";
      for await (const chunk of stream) text += chunk;
      const lines = text.split("\n").flatMap((line) => eventLine(line));
      return {
        text: lines.slice(-MOST_EVENTS).join("\n") || `(nothing happened to it in ${minutes} minutes)`,
        facts: {},
      };
    });
  },
});

function eventLine(line: string): string[] {
  if (line.trim() === "") return [];
  const { time, Action: action, Actor: actor } = JSON.parse(line);
  const exit = actor?.Attributes?.exitCode;
  return [
    `${new Date(time * 1_000).toISOString()} ${quoted(cleaned(String(action)))}${exit ? ` exit code ${quoted(String(exit))}` : ""}`,
  ];
}
