import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { ArticleList } from "@/components/knowledge/article-list";
import { listArticles } from "@/lib/knowledge";
import { ListArticles } from "@/lib/knowledge/contract";

export const metadata: Metadata = { title: "Knowledge base" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function KnowledgeBasePage({ searchParams }: Props) {
  const { page, query } = await searchParams;
  const asked = ListArticles.catch({ page: 1, page_size: 20 }).parse({ page, query });
  const { ctx } = await pageSession("/settings/knowledge-base");
  const words = asked.query ?? "";
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Knowledge base</h1>
        <p className="text-sm text-muted">What people here know about services and their faults.</p>
      </div>
      <ArticleList key={`${asked.page} ${words}`} initial={await listArticles(ctx, asked)} query={words} />
    </>
  );
}
