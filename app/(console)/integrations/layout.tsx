import type { ReactNode } from "react";
import { SecretsShown } from "@/components/integrations/secrets-shown";

export default function IntegrationsLayout({ children }: { children: ReactNode }) {
  return <SecretsShown>{children}</SecretsShown>;
}
