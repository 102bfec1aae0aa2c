import type { Asked } from "@/app/_http/address-of";
import { pageSession } from "@/app/_http/page-session";
import { orNotFound } from "@/app/(console)/or-not-found";
import { pathOf } from "@/components/integrations/paths";
import type { Ctx } from "@/lib/auth";
import { getIntegration } from "@/lib/integrations";
import type { IntegrationDetail } from "@/lib/integrations/contract";

export type NamedProps = { params: Promise<{ name: string }>; searchParams?: Promise<Asked> };

// Next hands over the segment as it stands in the address.
export const nameOf = async ({ params }: NamedProps): Promise<string> => decodeURIComponent((await params).name);

/** The integration that a page is about, for who looks at it; or the page that says that there is none. `rest` follows its own address. */
export async function integrationOf(
  props: NamedProps,
  rest = "",
): Promise<{ ctx: Ctx; name: string; integration: IntegrationDetail }> {
  const name = await nameOf(props);
  const { ctx } = await pageSession(`${pathOf(name)}${rest}`, await props.searchParams);
  return { ctx, name, integration: await orNotFound(getIntegration(ctx, name)) };
}
