import { z } from "zod";
import type { Account } from "./account";
import { ask, type Question } from "./ask";

/** What was found, newest first; `hasMore` when the list goes on or could not be read to its end, `problem` when that has a reason. */
export type Listed<T> = { items: T[]; hasMore: boolean; problem: string | null };

const PAGE = 30;
/** Descriptions can be long: what does not fit into an answer at once is asked for in smaller parts. */
const SMALL_PAGE = 10;
const MOST_ITEMS = 90;

type List<T extends z.ZodType> = Omit<Question<z.ZodType>, "answer"> & {
  item: T;
  /** The list is ordered, and from this one on nothing is wanted. */
  isPast?: (item: z.output<T>) => boolean;
};

/** The beginning of one of GitHub's lists, as far as it is wanted: at most 90. */
export async function listNewest<T extends z.ZodType>(
  account: Account,
  { item, isPast = () => false, query, ...question }: List<T>,
): Promise<Listed<z.output<T>>> {
  const items: z.output<T>[] = [];
  let size = PAGE;
  for (let at = 0; at < MOST_ITEMS; at += size) {
    const page = { ...query, per_page: size, page: at / size + 1 };
    const heard = await ask(account, { ...question, query: page, answer: z.array(item) });
    if ("problem" in heard) {
      if (!heard.isTooLarge || size === SMALL_PAGE) return { items, hasMore: true, problem: heard.problem };
      size = SMALL_PAGE;
      at -= size;
      continue;
    }
    for (const one of heard.found) {
      if (isPast(one)) return { items, hasMore: false, problem: null };
      items.push(one);
    }
    if (heard.found.length < size) return { items, hasMore: false, problem: null };
  }
  return { items, hasMore: true, problem: null };
}
