import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { AuditFilters } from "@/components/security/audit-filters";
import { AuditLog } from "@/components/security/audit-log";
import { apiQuery, readQuery, writeQuery } from "@/components/security/audit-query";
import { NotYours } from "@/components/security/not-yours";
import { VerifyChain } from "@/components/security/verify-chain";
import { listAuditEntries } from "@/lib/audit";
import { roleMay } from "@/lib/auth/contract";

export const metadata: Metadata = { title: "Audit log" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditLogPage({ searchParams }: Props) {
  const query = readQuery(await searchParams);
  const { ctx, viewer } = await pageSession(`/security${writeQuery(query)}`);
  if (!roleMay(viewer.role, "administer")) return <NotYours role={viewer.role} />;
  const page = await listAuditEntries(ctx, apiQuery(query));
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Audit log</h1>
        <p className="max-w-2xl text-sm text-muted">
          Every change and every decision, in a chain that nobody can quietly change: each entry holds the hash of the
          one before.
        </p>
      </div>
      <VerifyChain />
      <AuditFilters query={query} />
      <AuditLog page={page} query={query} />
    </>
  );
}
