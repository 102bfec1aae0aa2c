import type { AuditExport } from "@/lib/audit";
import { errorText } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/logger";

/** Sends an export as it is made. Pulled, so that who reads slowly holds back the queries too, and memory stays the same. */
export function download(request: Request, { fileName, contentType, text }: AuditExport): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await text.next();
        if (done || request.signal.aborted) return controller.close();
        controller.enqueue(encoder.encode(value));
      } catch (error) {
        logger.warn({ error: errorText(error) }, "An export of the audit log broke off");
        // Broken off, not ended: a file that merely ends would pass for a whole one until somebody verifies it.
        controller.error(error);
      }
    },
    async cancel() {
      await text.return(undefined);
    },
  });
  return new Response(body, {
    headers: { "Content-Type": contentType, "Content-Disposition": `attachment; filename="${fileName}"` },
  });
}
