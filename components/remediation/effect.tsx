import { Told } from "@/components/ui/told";
import type { Effect } from "@/lib/remediation/contract";

// Redis names its memory figures without a unit; they are bytes.
const isBytes = (name: string) => /(_bytes|memory|memory_rss)$/.test(name);
const titleOf = (name: string) => name.replace(/_bytes$/, "").replaceAll("_", " ");

/** `49.8 MB`, in the powers of 1,024 that Redis counts by: a limit that was set as `50mb` must read as 50.0 MB. */
function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1_024 && unit < units.length - 1) {
    value /= 1_024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** A figure as people read it, by what its name says it counts. */
export function figureText(name: string, value: number | string): string {
  if (typeof value === "string") return value;
  return isBytes(name) ? bytesText(value) : value.toLocaleString("en", { maximumFractionDigits: 2 });
}

/** What an action would change, as measured a moment ago: in words, then in figures. */
export function EffectText({ effect }: { effect: Effect }) {
  const figures = Object.entries(effect.figures);
  return (
    <>
      <p className="text-[0.9375rem] font-medium">
        <Told text={effect.text} />
      </p>
      {figures.length > 0 && (
        <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt className="text-xs text-muted">{titleOf(name)}</dt>
              <dd className="font-semibold wrap-anywhere">{figureText(name, value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
