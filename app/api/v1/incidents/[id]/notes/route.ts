import { handle } from "@/app/_http/handle";
import { methods } from "@/app/_http/methods";
import { addNote } from "@/lib/incidents";
import { AddNote } from "@/lib/incidents/contract";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(AddNote, (ctx, input, { id }: { id: string }) => addNote(ctx, id, input), {
    message: "Noted",
    status: 201,
  }),
});
