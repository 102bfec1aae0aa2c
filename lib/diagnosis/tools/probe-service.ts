import { z } from "zod";
import type { Watched } from "@/lib/monitoring";
import { collectFromProbe } from "../collectors/fresh-probe";
import { tool } from "./tool";

export const probeService = tool({
  name: "probe_service",
  says: "A fresh connection to the service, as an application would make one: health, latency, and errors in its own words.",
  input: z.object({}),
  fits: ({ watched }) => watched !== null,
  look: ({ watched }) => collectFromProbe(watched as Watched),
});
