"use client"; // It takes clicks, and while it may not be pressed it says why.

import { type ComponentProps, useId } from "react";

const tones = {
  primary: "bg-accent text-accent-ink border-transparent hover:brightness-110",
  plain: "bg-raised text-ink border-line-strong hover:border-ink",
  danger: "bg-bad text-bad-ink border-transparent hover:brightness-110",
  quiet: "bg-transparent text-muted border-transparent hover:text-ink hover:bg-sunken",
} as const;

export type ButtonProps = ComponentProps<"button"> & {
  "data-first-focus"?: boolean;
  tone?: keyof typeof tones;
  small?: boolean;
  /** Work is under way: the button stays where it is and takes no second press. */
  busy?: boolean;
  /** Why it cannot be pressed now. It stays reachable by keyboard, so that the reason can be heard. */
  reason?: string | null | undefined;
};

export function Button({
  tone = "plain",
  small,
  busy,
  reason,
  className = "",
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const tip = useId();
  const blocked = Boolean(reason) || Boolean(busy);
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={reason ? tip : rest["aria-describedby"]}
      onClick={(event) => {
        if (blocked) event.preventDefault();
        else onClick?.(event);
      }}
      className={`inline-flex items-center justify-center gap-1.5 rounded-lg border font-medium whitespace-nowrap motion-safe:transition-[filter,border-color,background-color] ${
        small ? "min-h-8 px-2.5 text-[0.8125rem]" : "min-h-10 px-3.5 text-sm"
      } ${tones[tone]} ${blocked ? "cursor-not-allowed opacity-60" : ""} ${className}`}
    >
      {busy && <span className="size-2 rounded-full bg-current breathing" aria-hidden="true" />}
      {children}
    </button>
  );
  if (!reason) return button;
  return (
    <span className="group/tip relative inline-flex">
      {button}
      <span
        id={tip}
        role="tooltip"
        className="pointer-events-none absolute bottom-full left-1/2 z-30 mb-1.5 hidden w-max max-w-60 -translate-x-1/2 rounded-md max-md:fixed max-md:inset-x-4 max-md:bottom-40 max-md:w-auto max-md:max-w-none max-md:translate-x-0 max-md:text-center bg-ink px-2 py-1 text-xs font-normal whitespace-normal text-bg group-focus-within/tip:block group-hover/tip:block"
      >
        {reason}
      </span>
    </span>
  );
}
