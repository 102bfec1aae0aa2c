import Link from "next/link";

/** The way up: from one thing to the list that it stands in. */
export function BackLink({ href, to }: { href: string; to: string }) {
  return (
    <p className="text-sm text-muted">
      <Link href={href} className="hover:underline">
        <span aria-hidden="true">← </span>
        {to}
      </Link>
    </p>
  );
}
