"use client"; // Shows, changes and deletes an article.

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { patchAsRead } from "@/components/api/changes";
import { ApiError, get, post, remove } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { useLiveEvent } from "@/components/live/use-live";
import { useRefresh } from "@/components/live/use-refresh";
import { useRoleReason } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { DialogActions } from "@/components/ui/dialog-actions";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { ArticleView } from "@/lib/knowledge/contract";
import { About } from "./about";
import { type ArticleFields, ArticleForm, type Known } from "./article-form";
import { ChangedMeanwhile } from "./changed-meanwhile";
import { articlePath, KNOWLEDGE_PATH } from "./paths";

type Props = { initial: ArticleView; known: Known };

export function ArticleScreen({ initial, known }: Props) {
  const router = useRouter();
  const reason = useRoleReason("respond");
  const [article, setArticle] = useState(initial);
  // As it was read when the change began: what others change meanwhile must not be taken for known.
  const [changed, setChanged] = useState<ArticleView | null>(null);
  // What somebody else has made of it meanwhile, once it was shown here: only that may be saved over.
  const [other, setOther] = useState<ArticleView | null>(null);
  const [isDeleting, setDeleting] = useState(false);
  // By somebody else: what is shown here is all that is left of it.
  const [isGone, setGone] = useState(false);
  // Who was in the form comes back to the button that led there.
  const [wasInForm, setWasInForm] = useState(false);
  const { pending, refusal, issues, run, clear } = useAction<"save" | "delete">();
  const path = articlePath(article.id);
  const refresh = useRefresh(async (signal) => {
    // What is deleted here is not there to be read again.
    if (isDeleting) return;
    const now = await orGone(get<ArticleView>(path, signal));
    if (now) setArticle(now);
    setGone(now === null);
  });
  useLiveEvent("settings:changed", refresh);
  const stop = () => {
    setChanged(null);
    setOther(null);
    setWasInForm(true);
  };
  const writeAnew = async (fields: ArticleFields) =>
    router.replace(articlePath((await post<ArticleView>(KNOWLEDGE_PATH, fields)).id));
  const save = (fields: ArticleFields) =>
    run("save", async () => {
      if (isGone) return writeAnew(fields);
      const { updated_at } = other ?? changed ?? article;
      const came = await orGone(patchAsRead<ArticleView>(path, { ...fields, updated_at }));
      setGone(came === null);
      if (!came?.saved) return setOther(came?.other ?? null);
      setArticle(came.saved);
      stop();
    });
  const drop = () =>
    run("delete", async () => {
      await orGone(remove(path));
      router.push(KNOWLEDGE_PATH);
    });
  if (changed)
    return (
      <Card title={`Change ${changed.title}`}>
        <ArticleForm
          article={changed}
          known={known}
          busy={pending === "save"}
          refusal={refusal}
          issues={issues}
          warning={isGone ? <Gone /> : other && <ChangedMeanwhile article={other} />}
          submit={isGone ? "Keep it as a new article" : other ? "Save over it" : "Save"}
          onSave={save}
          onCancel={() => {
            clear();
            if (other) setArticle(other);
            stop();
          }}
        />
      </Card>
    );
  const { title, body, tags, fault, service_name } = article;
  const cannot = reason ?? (isGone ? "It was deleted meanwhile" : null);
  return (
    <article className="flex flex-col gap-4">
      <header className="flex flex-col gap-1.5">
        <Link href={KNOWLEDGE_PATH} className="text-sm text-accent hover:underline">
          All articles
        </Link>
        <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{article.title}</h1>
        <About article={article} />
        <p className="text-xs text-muted">
          written by {article.created_by} <Ago at={article.created_at} />, changed by {article.updated_by}{" "}
          <Ago at={article.updated_at} />
        </p>
      </header>
      <div className="rounded-xl border border-line bg-surface px-4 py-3 text-sm leading-relaxed whitespace-pre-wrap wrap-anywhere">
        {article.body}
      </div>
      {isGone && <Gone />}
      {isGone && refusal && <Notice tone="bad">{refusal}</Notice>}
      <div className="flex flex-wrap gap-2">
        {isGone && (
          <Button
            tone="primary"
            reason={reason}
            busy={pending === "save"}
            onClick={() => run("save", () => writeAnew({ title, body, tags, fault, service_name }))}
          >
            Keep it as a new article
          </Button>
        )}
        <Button
          reason={cannot}
          autoFocus={wasInForm}
          onClick={() => {
            clear();
            setChanged(article);
          }}
        >
          Change
        </Button>
        <Button
          reason={cannot}
          onClick={() => {
            clear();
            setDeleting(true);
          }}
        >
          Delete
        </Button>
      </div>
      <Dialog title={`Delete ${article.title}?`} open={isDeleting} onClose={() => setDeleting(false)}>
        <div className="mt-2 flex flex-col gap-4">
          <p className="text-sm">Its text is gone for good. The record keeps that it was there.</p>
          {refusal && <Notice tone="bad">{refusal}</Notice>}
          <DialogActions
            submit="Delete it"
            tone="danger"
            busy={pending === "delete"}
            onSubmit={drop}
            onCancel={() => setDeleting(false)}
          />
        </div>
      </Dialog>
    </article>
  );
}

/** Null for what is not there any more. */
const orGone = <T,>(read: Promise<T>): Promise<T | null> =>
  read.catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  });

function Gone() {
  return (
    <Notice tone="warn" title="This article was deleted.">
      Somebody did while you were here. What you see is all that is left of it; you can keep it as a new article.
    </Notice>
  );
}
