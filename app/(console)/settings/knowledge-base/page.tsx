import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { ArticleList } from "@/components/knowledge/article-list";
import { Notice } from "@/components/ui/notice";
import { listArticles } from "@/lib/knowledge";
import { ListArticles, LONGEST_QUERY } from "@/lib/knowledge/contract";

export const metadata: Metadata = { title: "Knowledge base" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function KnowledgeBasePage({ searchParams }: Props) {
  const asked = await searchParams;
  const { ctx } = await pageSession("/settings/knowledge-base", asked);
  const { page, query } = asked;
  const { page: number } = ListArticles.pick({ page: true }).catch({ page: 1 }).parse({ page });
  const whole = typeof query === "string" ? query.trim() : "";
  const words = whole.slice(0, LONGEST_QUERY);
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Knowledge base</h1>
        <p className="text-sm text-muted">What people here know about services and their faults.</p>
      </div>
      {words !== whole && (
        <Notice tone="warn">A search takes {LONGEST_QUERY} characters; the rest of yours was left out.</Notice>
      )}
      <ArticleList
        key={`${number} ${words}`}
        initial={await listArticles(ctx, { page: number, query: words })}
        query={words}
      />
    </>
  );
}
