import { ApiError, patch } from "./request";

/**
 * Of what a form holds, the fields that are no longer as they were read. Only those are sent, so that what somebody else has made of the
 * others meanwhile stays.
 */
export function changesOf<Fields extends object>(before: Fields, now: Fields): Partial<Fields> {
  const isChanged = (name: string) =>
    JSON.stringify(before[name as keyof Fields]) !== JSON.stringify(now[name as keyof Fields]);
  return Object.fromEntries(Object.entries(now).filter(([name]) => isChanged(name))) as Partial<Fields>;
}

/**
 * Changes what stands at `path`, unless somebody else has since `updated_at`, which goes along: then what it says now comes back as
 * `other`, and nothing is changed. Throws `ApiError` for everything else.
 */
export async function patchAsRead<View>(
  path: string,
  changes: { updated_at: string },
): Promise<{ saved: View; other: null } | { saved: null; other: View }> {
  try {
    return { saved: await patch<View>(path, changes), other: null };
  } catch (error) {
    const other = error instanceof ApiError && error.status === 409 && (error.details.current as View | undefined);
    if (other) return { saved: null, other };
    throw error;
  }
}
