import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { SandboxPanel } from "@/components/sandbox/sandbox-panel";
import { sandboxView } from "@/lib/integrations";
import { listServices } from "@/lib/monitoring";
import { AppError } from "@/lib/platform/errors";

export const metadata: Metadata = { title: "Sandbox" };

export default async function SandboxPage() {
  const { ctx } = await pageSession("/sandbox");
  const [sandbox, services] = await Promise.all([
    sandboxView(ctx).catch((error: unknown) => {
      // It may still be starting: the panel shows the words, and asks again.
      if (error instanceof AppError && error.code === "unavailable") return error.message;
      throw error;
    }),
    listServices(ctx),
  ]);
  return (
    <div className="flex flex-col gap-4">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Break something</h1>
        <p className="max-w-2xl text-sm text-muted">
          Practice services, really broken: keys are written until Redis refuses, connections are held, servers are
          killed. What Nightshift then finds is not staged. Nothing else is touched.
        </p>
      </div>
      <SandboxPanel
        initial={typeof sandbox === "string" ? { enabled: true, services: [] } : sandbox}
        problem={typeof sandbox === "string" ? sandbox : null}
        services={services}
      />
    </div>
  );
}
