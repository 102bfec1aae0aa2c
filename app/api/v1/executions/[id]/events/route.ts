import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { getExecution, listExecutionEvents } from "@/lib/remediation";
import { followExecution } from "./follow-execution";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.loop.events, async (ctx, { params: { id }, query: { after }, request }) => {
    // Before the events: what is final in this answer has no event that is missing from it, unless the page is full.
    const execution = await getExecution(ctx, id);
    if (wantsStream(request)) return followExecution(ctx, request, id, resumeAfter(request) ?? after);
    const items = await listExecutionEvents(ctx, id, after);
    return { items, last_seq: items.at(-1)?.seq ?? after, execution };
  }),
);

const wantsStream = (request: Request): boolean =>
  (request.headers.get("accept") ?? "").toLowerCase().includes("text/event-stream");

/** Where a reader who lost the connection left off: EventSource sends it by itself. */
function resumeAfter(request: Request): number | null {
  const id = request.headers.get("last-event-id");
  return id && /^\d{1,9}$/.test(id) ? Number(id) : null;
}
