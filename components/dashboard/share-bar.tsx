/** A part of a whole as a bar. The figures stand beside it as text, so it is a picture of what is said already. */
export function ShareBar({ share, className = "fill-accent" }: { share: number | null; className?: string }) {
  return (
    <svg
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      className="h-1.5 w-full overflow-hidden rounded-full"
      aria-hidden="true"
    >
      <rect width="100" height="6" className="fill-line" />
      {share !== null && <rect width={share * 100} height="6" className={className} />}
    </svg>
  );
}
