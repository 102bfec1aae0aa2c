"use client"; // Depends on who is looking.

import { useRoleReason } from "@/components/shell/viewer";
import { Notice } from "@/components/ui/notice";
import { AddressCard } from "./address-card";
import { SecretsCard } from "./secrets-card";
import { SetupSteps } from "./setup-steps";
import { useIntegration } from "./use-integration";

/** How the source is told where to send, and how it proves itself. */
export function SetUp() {
  const { integration } = useIntegration();
  const reason = useRoleReason("configure");
  if (reason)
    return (
      <Notice tone="info">
        {reason}. The address and the steps are for admins and owners: whoever has the address can send.
      </Notice>
    );
  return (
    <>
      <SetupSteps />
      <AddressCard />
      {integration.secrets.length > 0 && <SecretsCard />}
    </>
  );
}
