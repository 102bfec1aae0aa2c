import Link from "next/link";

/** Nothing is here, and where one can go instead. */
export function NotFoundPage() {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 py-16 text-center">
      <h1 className="text-xl font-semibold tracking-tight">There is nothing here</h1>
      <p className="text-sm text-muted">
        The address is wrong, or what it names belongs to another organization or was removed.
      </p>
      <p className="mt-3 flex gap-4 text-sm font-medium text-accent">
        <Link href="/" className="underline">
          What is broken right now
        </Link>
        <Link href="/incidents?status=all" className="underline">
          All incidents
        </Link>
      </p>
    </div>
  );
}
