import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { listSamples } from "@/lib/monitoring";
import { SamplesQuery } from "@/lib/monitoring/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(SamplesQuery, (ctx, input, { name }: { name: string }) => listSamples(ctx, name, input)),
});
