import { z } from "zod";
import { ServiceName } from "../monitoring/contract";
import { IsoTime, PageQuery, pageOf } from "../platform/contract";
import { nameText } from "../platform/name-contract";

const title = nameText(200);
const body = z
  .string()
  .trim()
  .min(1)
  .max(20_000)
  .describe("Plain text; what looks like markup is shown as it is written.");
const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, "A tag has letters, digits, dots, dashes and underscores, at most 40");
const tags = z
  .array(Tag)
  .max(10)
  .transform((all) => [...new Set(all)]);
const fault = z
  .string()
  .trim()
  .max(100)
  .regex(/^[a-z0-9_]+\.[a-z0-9_]+$/, "A fault is named as redis.memory_exhausted")
  .nullable();
const service = ServiceName.nullable();

export const CreateArticle = z.object({
  title,
  body,
  tags: tags.default([]),
  fault: fault.default(null).describe("What it is about, as diagnoses name it: it is shown where that is found."),
  service_name: service.default(null).describe("The service that it is about."),
});
export type CreateArticle = z.input<typeof CreateArticle>;

export const ChangeArticle = z
  .object({ title, body, tags, fault, service_name: service })
  .partial()
  .extend({
    updated_at: IsoTime.describe(
      "As you read it: a change that somebody made since is not overwritten, and the 409 has in `details.current` what it says now.",
    ),
  })
  .refine(
    ({ updated_at: _, ...changes }) => Object.values(changes).some((value) => value !== undefined),
    "Name at least one field to change",
  );
export type ChangeArticle = z.input<typeof ChangeArticle>;

/** Of a search, in characters. */
export const LONGEST_QUERY = 200;
const query = z
  .string()
  .trim()
  .max(LONGEST_QUERY)
  .describe(
    "Words of the title, the text, the tags; any of them finds, all of them find first, and what only begins with one comes last.",
  );
export const ListArticles = PageQuery.extend({ query: query.optional() });
export const SearchArticles = z.object({
  query: query.default("").describe("Empty for the newest."),
  limit: z.coerce.number().int().min(1).max(20).default(5),
});
export const RelevantArticlesQuery = z.object({ limit: z.coerce.number().int().min(1).max(20).default(5) });

/** What people of the organization have written down about a fault or a service. */
export const ArticleView = z
  .object({
    id: z.string(),
    title: z.string(),
    body: z.string(),
    tags: z.array(z.string()),
    fault: z.string().nullable(),
    service_name: z.string().nullable(),
    created_by: z.string(),
    created_at: IsoTime,
    updated_by: z.string(),
    updated_at: IsoTime,
  })
  .meta({ id: "Article" });
export type ArticleView = z.infer<typeof ArticleView>;

/** An article in a list: how it begins. */
export const ArticleSummary = ArticleView.omit({ body: true }).extend({ beginning: z.string() }).meta({
  id: "ArticleSummary",
});
export type ArticleSummary = z.infer<typeof ArticleSummary>;
export const ArticlePage = pageOf(ArticleSummary).meta({ id: "ArticlePage" });

export const RelevantArticle = ArticleSummary.extend({ reason: z.string() }).meta({ id: "RelevantArticle" });
export type RelevantArticle = z.infer<typeof RelevantArticle>;
