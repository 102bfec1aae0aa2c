import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { listRelated } from "@/lib/incidents";
import { RelatedQuery } from "@/lib/incidents/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(RelatedQuery, (ctx, query, { id }: { id: string }) => listRelated(ctx, id, query)),
});
