/** The outline of what is on its way, in the place where it will be. */
export function Skeleton({ className }: { className: string }) {
  return <div className={`rounded-lg bg-line/60 breathing ${className}`} />;
}

export function PageSkeleton({ label }: { label: string }) {
  return (
    <div className="flex flex-col gap-4" role="status" aria-label={label}>
      <Skeleton className="h-8 w-56" />
      <Skeleton className="h-24" />
      <div className="grid gap-4 lg:grid-cols-[2fr_1fr]">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </div>
  );
}
