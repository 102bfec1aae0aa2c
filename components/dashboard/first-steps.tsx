import Link from "next/link";
import { Card } from "@/components/ui/card";
import { ArrowIcon } from "@/components/ui/icons";

const steps = [
  {
    href: "/sandbox",
    title: "See the whole loop once",
    text: "Break a practice service, watch it being found, explained and fixed. Nothing of yours is touched.",
  },
  {
    href: "/docs",
    title: "Watch a service of yours",
    text: "POST /api/v1/services with its address. It is probed within seconds, and everything else follows by itself.",
  },
  {
    href: "/docs",
    title: "Report an incident",
    text: "POST /api/v1/incidents opens one by hand, for what no probe can see.",
  },
] as const;

/** For an organization in which nothing has happened yet. */
export function FirstSteps() {
  return (
    <Card title="What to do first">
      <ol className="grid gap-3 md:grid-cols-3">
        {steps.map(({ href, title, text }, i) => (
          <li key={title}>
            <Link
              href={href}
              className="flex h-full flex-col gap-1 rounded-lg border border-line px-3.5 py-3 hover:border-line-strong"
            >
              <span className="flex items-center justify-between gap-2 font-medium">
                <span>
                  <span className="mr-1.5 text-muted">{i + 1}</span>
                  {title}
                </span>
                <ArrowIcon className="size-4 text-accent" />
              </span>
              <span className="text-sm text-muted">{text}</span>
            </Link>
          </li>
        ))}
      </ol>
    </Card>
  );
}
