import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { NotYours } from "@/components/security/not-yours";
import { SecurityEvents } from "@/components/security/security-events";
import { Threats } from "@/components/security/threats";
import { roleMay, SecuritySeverity } from "@/lib/auth/contract";
import { detectThreats, listSecurityEvents } from "@/lib/security";
import { SecurityEventsQuery } from "@/lib/security/contract";

export const metadata: Metadata = { title: "Security events" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };
const DAYS = 30;

export default async function SecurityEventsPage({ searchParams }: Props) {
  const asked = await searchParams;
  const severity = SecuritySeverity.safeParse(asked.severity).data;
  const cursor = SecurityEventsQuery.shape.cursor.safeParse(asked.cursor).data;
  const { ctx, viewer } = await pageSession("/security/events", asked);
  if (!roleMay(viewer.role, "administer")) return <NotYours role={viewer.role} />;
  const filters = { days: DAYS, page_size: 50, ...(severity && { severity }), ...(cursor && { cursor }) };
  const [report, events] = await Promise.all([detectThreats(ctx, { days: 7 }), listSecurityEvents(ctx, filters)]);
  return (
    <>
      <h1 className="text-xl font-semibold tracking-tight">Events and threats</h1>
      <Threats report={report} />
      <SecurityEvents page={events} severity={severity ?? null} days={DAYS} />
    </>
  );
}
