import { Badge } from "@/components/ui/badge";
import type { ArticleSummary } from "@/lib/knowledge/contract";

/** What an article is about, in a few marks; nothing when it does not say. */
export function About({ article }: { article: Pick<ArticleSummary, "fault" | "service_name" | "tags"> }) {
  const { fault, service_name: service, tags } = article;
  if (!fault && !service && tags.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-1.5">
      {fault && <Badge tone="info">{fault}</Badge>}
      {service && <Badge tone="info">{service}</Badge>}
      {tags.map((tag) => (
        <Badge key={tag} tone="quiet">
          {tag}
        </Badge>
      ))}
    </p>
  );
}
