"use client"; // Goes on to what was written.

import { useRouter } from "next/navigation";
import { post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useRoleReason } from "@/components/shell/viewer";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { ArticleView } from "@/lib/knowledge/contract";
import { ArticleForm, type Known } from "./article-form";
import { articlePath, KNOWLEDGE_PATH } from "./paths";

export function NewArticle({ known }: { known: Known }) {
  const router = useRouter();
  const reason = useRoleReason("respond");
  const { pending, refusal, issues, run } = useAction<"save">();
  if (reason) return <Notice tone="info">{reason}; a responder writes articles.</Notice>;
  return (
    <Card title="A new article">
      <ArticleForm
        article={null}
        known={known}
        busy={pending !== null}
        refusal={refusal}
        issues={issues}
        submit="Write it down"
        onSave={(fields) =>
          run("save", async () => router.replace(articlePath((await post<ArticleView>(KNOWLEDGE_PATH, fields)).id)))
        }
        onCancel={() => router.push(KNOWLEDGE_PATH)}
      />
    </Card>
  );
}
