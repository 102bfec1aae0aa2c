import type { Metadata } from "next";
import { pageSession } from "@/app/_http/page-session";
import { NewArticle } from "@/components/knowledge/new-article";
import { knownNames } from "../known-names";

export const metadata: Metadata = { title: "A new article" };

export default async function NewArticlePage() {
  const { ctx } = await pageSession("/settings/knowledge-base/new");
  return <NewArticle known={await knownNames(ctx)} />;
}
