import type { ReactNode } from "react";

// Hand-drawn on a 16 × 16 grid with one stroke width, so that they sit quietly beside text. Decorative: a word always stands with them.

function glyph(name: string, drawing: ReactNode) {
  const Glyph = ({ className = "size-4" }: { className?: string }) => (
    <svg
      viewBox="0 0 16 16"
      className={`${className} shrink-0`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {drawing}
    </svg>
  );
  Glyph.displayName = `${name}Icon`;
  return Glyph;
}

export const MoonIcon = glyph("Moon", <path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z" />);
export const SunIcon = glyph(
  "Sun",
  <>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.06 1.06M11.54 11.54l1.06 1.06M3.4 12.6l1.06-1.06M11.54 4.46l1.06-1.06" />
  </>,
);
export const ScreenIcon = glyph(
  "Screen",
  <>
    <rect x="2" y="3" width="12" height="8" rx="1" />
    <path d="M6 13.5h4" />
  </>,
);
export const OverviewIcon = glyph("Overview", <path d="M2 8.5h3l1.5-4.5 3 8 1.5-3.5h3" />);
export const IncidentIcon = glyph(
  "Incident",
  <>
    <path d="M8 2 14.5 13.5h-13Z" />
    <path d="M8 6.5v3M8 11.5v.01" />
  </>,
);
export const ServiceIcon = glyph(
  "Service",
  <>
    <rect x="2" y="2.5" width="12" height="4.5" rx="1" />
    <rect x="2" y="9" width="12" height="4.5" rx="1" />
    <path d="M4.5 4.75h.01M4.5 11.25h.01" />
  </>,
);
export const SandboxIcon = glyph("Sandbox", <path d="M6 2h4M6.75 2v4L3 12.5A1 1 0 0 0 3.9 14h8.2a1 1 0 0 0 .9-1.5L9.25 6V2M5 10h6" />);
export const PersonIcon = glyph(
  "Person",
  <>
    <circle cx="8" cy="5.5" r="2.75" />
    <path d="M2.75 13.75a5.25 5.25 0 0 1 10.5 0" />
  </>,
);
export const CheckIcon = glyph("Check", <path d="m3 8.5 3.25 3.25L13 4.75" />);
export const CrossIcon = glyph("Cross", <path d="m4 4 8 8M12 4l-8 8" />);
export const SearchIcon = glyph(
  "Search",
  <>
    <circle cx="7" cy="7" r="4.25" />
    <path d="m10.25 10.25 3.25 3.25" />
  </>,
);
export const CopyIcon = glyph(
  "Copy",
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
    <path d="M10.5 3v-.5h-8v8H3" />
  </>,
);
export const ArrowIcon = glyph("Arrow", <path d="M3 8h10M9 4l4 4-4 4" />);
export const ChevronIcon = glyph("Chevron", <path d="m5 6.5 3 3 3-3" />);
export const ClockIcon = glyph(
  "Clock",
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.75V8l2.25 1.5" />
  </>,
);
export const UndoIcon = glyph("Undo", <path d="M5.5 3 2.5 6l3 3M2.75 6H10a3.5 3.5 0 0 1 0 7H6" />);
export const NoUndoIcon = glyph("NoUndo", <path d="M5.5 3 2.5 6l3 3M2.75 6H10a3.5 3.5 0 0 1 0 7H6M13.5 2l-11 12" />);

// Marks: filled shapes that can be told apart without colour.
const mark = (name: string, drawing: ReactNode) => {
  const Mark = ({ className = "size-3" }: { className?: string }) => (
    <svg viewBox="0 0 12 12" className={`${className} shrink-0`} fill="currentColor" aria-hidden="true">
      {drawing}
    </svg>
  );
  Mark.displayName = `${name}Mark`;
  return Mark;
};

export const DiscMark = mark("Disc", <circle cx="6" cy="6" r="4.5" />);
export const HalfMark = mark(
  "Half",
  <>
    <path d="M6 1.5a4.5 4.5 0 0 1 0 9Z" />
    <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" />
  </>,
);
export const RingMark = mark("Ring", <circle cx="6" cy="6" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.5" />);
export const SquareMark = mark("Square", <rect x="2" y="2" width="8" height="8" rx="1" />);
export const DiamondMark = mark("Diamond", <path d="M6 .75 11.25 6 6 11.25.75 6Z" />);
export const TriangleMark = mark("Triangle", <path d="M6 1.25 11.25 10.5H.75Z" />);
export const CrossMark = mark("Cross", <path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" strokeWidth="2" />);
export const TickMark = mark("Tick", <path d="m1.75 6.5 3 3 5.5-6" fill="none" stroke="currentColor" strokeWidth="2" />);
