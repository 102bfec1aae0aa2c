import type { ReactNode } from "react";

// Hand-drawn on a 16 × 16 grid with one stroke width, so that they sit quietly beside text. Decorative: a word always stands with them.

type Drawn = { className?: string };

function Glyph({ className = "size-4", children }: Drawn & { children: ReactNode }) {
  return (
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
      {children}
    </svg>
  );
}

export const MoonIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z" />
  </Glyph>
);
export const SunIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.06 1.06M11.54 11.54l1.06 1.06M3.4 12.6l1.06-1.06M11.54 4.46l1.06-1.06" />
  </Glyph>
);
export const ScreenIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <rect x="2" y="3" width="12" height="8" rx="1" />
    <path d="M6 13.5h4" />
  </Glyph>
);
export const OverviewIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M2 8.5h3l1.5-4.5 3 8 1.5-3.5h3" />
  </Glyph>
);
export const IncidentIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M8 2 14.5 13.5h-13Z" />
    <path d="M8 6.5v3M8 11.5v.01" />
  </Glyph>
);
export const ServiceIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <rect x="2" y="2.5" width="12" height="4.5" rx="1" />
    <rect x="2" y="9" width="12" height="4.5" rx="1" />
    <path d="M4.5 4.75h.01M4.5 11.25h.01" />
  </Glyph>
);
/** Where alerts come in: an arrow into a tray. */
export const IntegrationIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M8 1.75v6.5M5.25 5.75 8 8.5l2.75-2.75M2 9.5h3l1 2h4l1-2h3V14H2Z" />
  </Glyph>
);
export const SandboxIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M6 2h4M6.75 2v4L3 12.5A1 1 0 0 0 3.9 14h8.2a1 1 0 0 0 .9-1.5L9.25 6V2M5 10h6" />
  </Glyph>
);
export const PersonIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <circle cx="8" cy="5.5" r="2.75" />
    <path d="M2.75 13.75a5.25 5.25 0 0 1 10.5 0" />
  </Glyph>
);
export const CheckIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="m3 8.5 3.25 3.25L13 4.75" />
  </Glyph>
);
export const CrossIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="m4 4 8 8M12 4l-8 8" />
  </Glyph>
);
export const SearchIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <circle cx="7" cy="7" r="4.25" />
    <path d="m10.25 10.25 3.25 3.25" />
  </Glyph>
);
export const CopyIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1" />
    <path d="M10.5 3v-.5h-8v8H3" />
  </Glyph>
);
export const ArrowIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M3 8h10M9 4l4 4-4 4" />
  </Glyph>
);
/** To another site. */
export const OutIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M6.5 3H3v10h10V9.5M9.5 2.5h4v4M13 3 7.5 8.5" />
  </Glyph>
);
export const ChevronIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="m5 6.5 3 3 3-3" />
  </Glyph>
);
export const ClockIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.75V8l2.25 1.5" />
  </Glyph>
);
export const UndoIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M5.5 3 2.5 6l3 3M2.75 6H10a3.5 3.5 0 0 1 0 7H6" />
  </Glyph>
);
export const NoUndoIcon = (drawn: Drawn) => (
  <Glyph {...drawn}>
    <path d="M5.5 3 2.5 6l3 3M2.75 6H10a3.5 3.5 0 0 1 0 7H6M13.5 2l-11 12" />
  </Glyph>
);

// Marks: filled shapes that can be told apart without colour.
function Mark({ className = "size-3", children }: Drawn & { children: ReactNode }) {
  return (
    <svg viewBox="0 0 12 12" className={`${className} shrink-0`} fill="currentColor" aria-hidden="true">
      {children}
    </svg>
  );
}

export const DiscMark = (drawn: Drawn) => (
  <Mark {...drawn}>
    <circle cx="6" cy="6" r="4.5" />
  </Mark>
);
export const HalfMark = (drawn: Drawn) => (
  <Mark {...drawn}>
    <path d="M6 1.5a4.5 4.5 0 0 1 0 9Z" />
    <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" />
  </Mark>
);
export const RingMark = (drawn: Drawn) => (
  <Mark {...drawn}>
    <circle cx="6" cy="6" r="3.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
  </Mark>
);
export const SquareMark = (drawn: Drawn) => (
  <Mark {...drawn}>
    <rect x="2" y="2" width="8" height="8" rx="1" />
  </Mark>
);
export const DiamondMark = (drawn: Drawn) => (
  <Mark {...drawn}>
    <path d="M6 .75 11.25 6 6 11.25.75 6Z" />
  </Mark>
);
export const TriangleMark = (drawn: Drawn) => (
  <Mark {...drawn}>
    <path d="M6 1.25 11.25 10.5H.75Z" />
  </Mark>
);
export const CrossMark = (drawn: Drawn) => (
  <Mark {...drawn}>
    <path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" strokeWidth="2" />
  </Mark>
);
export const TickMark = (drawn: Drawn) => (
  <Mark {...drawn}>
    <path d="m1.75 6.5 3 3 5.5-6" fill="none" stroke="currentColor" strokeWidth="2" />
  </Mark>
);
