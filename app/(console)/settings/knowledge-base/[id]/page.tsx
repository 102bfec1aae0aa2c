import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { orNotFound } from "@/app/(console)/or-not-found";
import { ArticleScreen } from "@/components/knowledge/article-screen";
import { getArticle } from "@/lib/knowledge";
import { knownNames } from "../known-names";

type Props = { params: Promise<{ id: string }> };

async function articleOf({ params }: Props) {
  const { id } = await params;
  const { ctx } = await pageSession(`/settings/knowledge-base/${id}`);
  return { ctx, article: await orNotFound(getArticle(ctx, id)) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await articleOf(props)).article.title };
}

export default async function ArticlePage(props: Props) {
  const { ctx, article } = await articleOf(props);
  return <ArticleScreen key={article.id} initial={article} known={await knownNames(ctx)} />;
}
