import { z } from "zod";
import {
  ArticlePage,
  ArticleView,
  ChangeArticle,
  CreateArticle,
  ListArticles,
  RelevantArticle,
  RelevantArticlesQuery,
  SearchArticles,
} from "../../knowledge/contract";
import { endpoint } from "../endpoint";

const area = "settings";
const params = { id: "{article_id}" };

export const knowledge = {
  search: endpoint({
    method: "GET",
    path: "/agent/knowledge-base",
    area: "agent",
    scope: "read",
    summary: "The articles that fit some words best, whole",
    query: SearchArticles,
    answer: z.array(ArticleView),
    examples: [{ summary: "About a cache", query: { query: "the cache is full", limit: "3" } }],
  }),
  relevant: endpoint({
    method: "GET",
    path: "/incidents/{id}/articles",
    area: "incidents",
    scope: "read",
    summary: "Articles that may help with this incident, each with the reason",
    query: RelevantArticlesQuery,
    answer: z.array(RelevantArticle),
    examples: [{ summary: "The three closest", params: { id: "{service_incident_id}" }, query: { limit: "3" } }],
  }),
  list: endpoint({
    method: "GET",
    path: "/settings/knowledge-base",
    area,
    scope: "read",
    summary: "The articles, what fits best or was changed last first",
    query: ListArticles,
    answer: ArticlePage,
    examples: [{ summary: "All of them" }, { summary: "A search", query: { query: "cache" } }],
  }),
  create: endpoint({
    method: "POST",
    path: "/settings/knowledge-base",
    area,
    scope: "respond",
    summary: "Write an article: what to know about a fault or a service",
    body: CreateArticle,
    answer: ArticleView,
    status: 201,
    message: "Written down",
    examples: [
      {
        summary: "About a fault",
        body: {
          title: "When checkout-cache is full",
          body: "The nightly import writes keys without a TTL. Stop it first, then flush.",
          tags: ["cache", "import"],
          fault: "redis.memory_exhausted",
          service_name: "checkout-cache",
        },
      },
    ],
  }),
  get: endpoint({
    method: "GET",
    path: "/settings/knowledge-base/{id}",
    area,
    scope: "read",
    summary: "An article with its text",
    answer: ArticleView,
    examples: [{ summary: "By id", params }],
  }),
  change: endpoint({
    method: "PATCH",
    path: "/settings/knowledge-base/{id}",
    area,
    scope: "respond",
    summary: "Change an article that nobody else has changed since you read it",
    body: ChangeArticle,
    answer: ArticleView,
    message: "Article changed",
    examples: [
      { summary: "Another title", params, body: { title: "A cache that is full", updated_at: "{article_updated_at}" } },
    ],
  }),
  remove: endpoint({
    method: "DELETE",
    path: "/settings/knowledge-base/{id}",
    area,
    scope: "respond",
    summary: "Delete an article for good",
    answer: z.null(),
    message: "Article deleted",
    examples: [{ summary: "By id", params }],
  }),
};
