/**
 * A refresh that many events may ask for: at most one runs at a time, at most one more waits behind it, and two never start within
 * `gapMs`. A burst of events costs two reads, and the last of them sees everything.
 */
export function coalesce(work: () => Promise<void>, gapMs = 250): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let wanted = false;
  let stopped = false;
  let lastStart = 0;

  const start = () => {
    timer = undefined;
    running = true;
    wanted = false;
    lastStart = Date.now();
    void work().finally(() => {
      running = false;
      if (wanted) ask();
    });
  };
  const ask = () => {
    if (stopped) return;
    wanted = true;
    if (running || timer !== undefined) return;
    timer = setTimeout(start, Math.max(0, lastStart + gapMs - Date.now()));
  };
  return {
    ask,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
