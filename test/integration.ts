import { newIntegrationKey, newSecret, sealSecrets } from "@/lib/integrations";
import type { SourceName } from "@/lib/integrations/contract";
import { clock } from "@/lib/platform/clock";
import { prisma } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";

/** An integration with a key and a secret that the test knows. */
export async function newIntegration(organizationId: string, source: SourceName, config: object = {}) {
  const { key, keyHash, keySealed } = newIntegrationKey();
  const secret = newSecret(clock.now());
  const row = await prisma().integration.create({
    data: {
      id: newId(),
      organizationId,
      name: `${source}-${key.slice(0, 6)}`,
      source,
      keyHash,
      keySealed,
      secretsSealed: sealSecrets([secret]),
      config,
    },
  });
  return { id: row.id, name: row.name, organizationId, key, secret: secret.value };
}
