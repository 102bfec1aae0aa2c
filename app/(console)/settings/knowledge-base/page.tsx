import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { ArticleList } from "@/components/knowledge/article-list";
import { listArticles } from "@/lib/knowledge";
import { ListArticles } from "@/lib/knowledge/contract";

export const metadata: Metadata = { title: "Knowledge base" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function KnowledgeBasePage({ searchParams }: Props) {
  const asked = await searchParams;
  const { ctx } = await pageSession("/settings/knowledge-base", asked);
  const query = ListArticles.catch({ page: 1, page_size: 20 }).parse({ page: asked.page, query: asked.query });
  const words = query.query ?? "";
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Knowledge base</h1>
        <p className="text-sm text-muted">What people here know about services and their faults.</p>
      </div>
      <ArticleList key={`${query.page} ${words}`} initial={await listArticles(ctx, query)} query={words} />
    </>
  );
}
