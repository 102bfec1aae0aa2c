import { probeDueServices } from "@/lib/monitoring";
import type { Loop } from "../../loop";

export const probeLoop: Loop = { name: "probe", timeoutMs: 30_000, tick: probeDueServices };
