import Link from "next/link";
import { Card } from "@/components/ui/card";
import type { RelevantArticle } from "@/lib/knowledge/contract";
import { articlePath } from "./paths";

/** What people have written down that may help here, each with the reason; nothing where there is none. */
export function RelevantArticles({ articles }: { articles: RelevantArticle[] }) {
  if (articles.length === 0) return null;
  return (
    <Card title="From the knowledge base">
      <ul className="flex flex-col gap-3">
        {articles.map(({ id, title, beginning, reason }) => (
          <li key={id} className="text-sm">
            <Link href={articlePath(id)} className="font-medium text-accent hover:underline wrap-anywhere">
              {title}
            </Link>
            <p className="line-clamp-2 text-muted wrap-anywhere">{beginning}</p>
            <p className="text-xs text-muted wrap-anywhere">{reason}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
