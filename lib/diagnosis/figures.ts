export const whole = (value: number) => Math.round(value).toLocaleString("en-US");

export const count = (value: number, one: string, many = `${one}s`): string =>
  `${whole(value)} ${value === 1 ? one : many}`;

/** Bytes in the unit a person would choose; 1 MB is 1024 × 1024 bytes, as Redis counts. */
export function bytes(value: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let [size, unit] = [value, 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return unit === 0 ? `${whole(size)} bytes` : `${size.toFixed(1)} ${units[unit]}`;
}

export const percent = (part: number, total: number): string => `${Math.round((part / total) * 100)} %`;

export function duration(seconds: number): string {
  if (seconds < 1) return "less than 1 s";
  if (seconds < 120) return `${whole(seconds)} s`;
  if (seconds < 7_200) return `${whole(seconds / 60)} min`;
  return `${whole(seconds / 3_600)} h`;
}

/**
 * A name that came from outside (an application, a client, a role), fit to stand in a sentence of ours; null when it is not a plain word. A
 * name can be a whole sentence, made to be taken for a finding: such a one is shown in the evidence only.
 */
export const plainName = (name: string): string | null => (/^[A-Za-z0-9_][\w.:@/-]{0,39}$/.test(name) ? name : null);
