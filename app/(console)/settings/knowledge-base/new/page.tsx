import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { NewArticle } from "@/components/knowledge/new-article";
import { listServices } from "@/lib/monitoring";

export const metadata: Metadata = { title: "A new article" };

export default async function NewArticlePage() {
  const { ctx } = await pageSession("/settings/knowledge-base/new");
  return <NewArticle services={(await listServices(ctx)).map(({ name }) => name)} />;
}
