import { flushCalls } from "./access/note-call";
import { flushForeignIds } from "./events/note-foreign-ids";

/** Writes down everything that waits to be: for the end of a process, before its database is closed. */
export async function flushSecurity(): Promise<void> {
  await Promise.all([flushCalls(), flushForeignIds()]);
}
