import { useId } from "react";

const units = [
  { seconds: 86_400, word: "days" },
  { seconds: 3_600, word: "hours" },
  { seconds: 60, word: "minutes" },
  { seconds: 1, word: "seconds" },
] as const;

/** A length of time in the largest unit that says it in whole numbers. */
export function SpanField({
  label,
  name,
  seconds,
  least,
}: {
  label: string;
  name: string;
  seconds: number;
  least: number;
}) {
  const id = useId();
  const unit = units.find((one) => seconds >= one.seconds && seconds % one.seconds === 0) ?? units[3];
  const look = "min-h-11 rounded-lg border border-line-strong bg-raised px-3 text-base";
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          name={name}
          type="number"
          inputMode="numeric"
          required
          min={least}
          step={1}
          defaultValue={seconds / unit.seconds}
          className={`${look} w-28`}
        />
        <select name={`${name}_unit`} defaultValue={unit.seconds} aria-label={`Unit of: ${label}`} className={look}>
          {units.map((one) => (
            <option key={one.word} value={one.seconds}>
              {one.word}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

/** What was written there, in seconds. */
export const spanOf = (form: FormData, name: string): number =>
  Number(form.get(name)) * Number(form.get(`${name}_unit`));
