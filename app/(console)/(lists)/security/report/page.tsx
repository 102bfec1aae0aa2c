import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { Compliance } from "@/components/security/compliance";
import { NotYours } from "@/components/security/not-yours";
import { roleMay } from "@/lib/auth/contract";
import { complianceReport } from "@/lib/security";

export const metadata: Metadata = { title: "Compliance report" };

export default async function ComplianceReportPage() {
  const { ctx, viewer } = await pageSession("/security/report");
  if (!roleMay(viewer.role, "administer")) return <NotYours role={viewer.role} />;
  return <Compliance report={await complianceReport(ctx, {})} />;
}
