import { on, serve } from "@/app/_http/serve";
import { api } from "@/lib/api";
import { addNote } from "@/lib/incidents";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = serve(
  on(api.incidents.addNote, (ctx, { params, body }) => addNote(ctx, params.id, body)),
);
