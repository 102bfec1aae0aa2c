import { Notice } from "@/components/ui/notice";

/** A service that nobody watches: why, and the way to change that. */
export function UnmanagedNote({ name }: { name: string }) {
  return (
    <Notice tone="info" title="Known from alerts only:">
      Nightshift knows this service from alerts only; it does not watch it. To have it watched, explained and mended,
      add it under the name <code className="verbatim">{name}</code> with its kind, host and port (POST
      /api/v1/services). Its incidents stay with it.
    </Notice>
  );
}
