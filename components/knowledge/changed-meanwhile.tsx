import { ChevronIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { ArticleView } from "@/lib/knowledge/contract";
import { About } from "./about";
import { articlePath } from "./paths";

/** What somebody else has made of an article while it was changed here, for whoever was about to overwrite it. */
export function ChangedMeanwhile({ article }: { article: ArticleView }) {
  return (
    <div className="flex flex-col gap-2">
      <Notice tone="warn" title="It is not saved yet.">
        {article.updated_by} has changed this article <Ago at={article.updated_at} />, after you began. What you have
        written is still here. Take over below what you want to keep, then save over it.
      </Notice>
      <details className="group rounded-lg border border-line px-3 py-1">
        <summary className="flex min-h-8 cursor-pointer items-center gap-1 text-sm font-medium">
          <ChevronIcon className="size-4 motion-safe:transition-transform group-open:rotate-180" />
          What it says now
        </summary>
        <div className="flex flex-col gap-2 py-2 text-sm">
          <p className="font-medium wrap-anywhere">{article.title}</p>
          <About article={article} />
          <p className="leading-relaxed whitespace-pre-wrap wrap-anywhere">{article.body}</p>
          <a
            href={articlePath(article.id)}
            target="_blank"
            rel="noopener"
            className="self-start text-accent hover:underline"
          >
            Open it beside this
          </a>
        </div>
      </details>
    </div>
  );
}
