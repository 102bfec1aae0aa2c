/** Runs the work that it is given one after the other, in the order in which it came. */
export type Lock = <T>(work: () => Promise<T>) => Promise<T>;

export function newLock(): Lock {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const current = last.then(work);
    // A piece of work that fails must not stop the ones behind it.
    last = Promise.allSettled([current]);
    return current;
  };
}
