import type { Metadata } from "next";
import { providerButtons } from "@/app/_http/identity-providers";
import { pageSession } from "@/app/_http/page-session";
import { ConnectedProviders } from "@/components/settings/connected-providers";
import { NameForm } from "@/components/settings/name-form";
import { PasswordForm } from "@/components/settings/password-form";
import { SecondFactor } from "@/components/settings/second-factor";
import { getProfile } from "@/lib/people";

export const metadata: Metadata = { title: "Your account" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SecurityPage({ searchParams }: Props) {
  const { ctx } = await pageSession("/settings/security");
  const { error } = await searchParams;
  const profile = await getProfile(ctx);
  const providers = providerButtons();
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Your account</h1>
        <p className="text-sm text-muted">{profile.email}; one account for every organization you belong to.</p>
      </div>
      <NameForm name={profile.name} />
      <PasswordForm hasPassword={profile.has_password} changedAt={profile.password_changed_at} email={profile.email} />
      <SecondFactor initial={profile} />
      {(providers.length > 0 || profile.identities.length > 0) && (
        <ConnectedProviders initial={profile} providers={providers} reason={typeof error === "string" ? error : null} />
      )}
    </>
  );
}
