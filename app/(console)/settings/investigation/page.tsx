import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { GitHubConnection } from "@/components/settings/github-connection";
import { InvestigationSettings } from "@/components/settings/investigation-settings";
import { getInvestigationSettings } from "@/lib/diagnosis";
import { getGitHubConnection } from "@/lib/github";

export const metadata: Metadata = { title: "Investigation" };

export default async function InvestigationPage() {
  const { ctx } = await pageSession("/settings/investigation");
  const [settings, connection] = await Promise.all([getInvestigationSettings(ctx), getGitHubConnection(ctx)]);
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Investigation</h1>
        <p className="text-sm text-muted">
          Rules look at every incident first. Claude goes on from there, within these limits.
        </p>
      </div>
      <InvestigationSettings initial={settings} />
      <GitHubConnection initial={connection} />
    </>
  );
}
