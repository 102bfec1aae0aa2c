// Runs in the page, before its own scripts, and only looks: when the terminal showed which line, and how smoothly frames came.
(() => {
  const wallNow = () => performance.timeOrigin + performance.now();
  const ticks = new Map();
  const frames = { gaps: [], tasks: [] };
  let last = 0;

  function look() {
    const terminal = document.querySelector('section[aria-label="Output of the run"]');
    const fresh = [];
    for (const [, number, writtenAt] of (terminal?.textContent ?? "").matchAll(/tick (\d+) ([\d.]+);/g)) {
      if (!ticks.has(number)) {
        ticks.set(number, null);
        fresh.push([number, Number(writtenAt)]);
      }
    }
    if (fresh.length === 0) return;
    // A message posted before a frame is painted is heard after it: that is when a person sees the line.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        for (const [number, writtenAt] of fresh) ticks.set(number, wallNow() - writtenAt);
      };
      port2.postMessage(null);
    });
  }

  function frame(now) {
    if (last > 0) frames.gaps.push(now - last);
    last = now;
    requestAnimationFrame(frame);
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    requestAnimationFrame(frame);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) frames.tasks.push(duration);
    }).observe({ type: "longtask" });
  });

  window.nightshiftBench = {
    /** By the number of a stamped line, the milliseconds from its writing to its being painted; null while it waits for its frame. */
    ticks: () => Object.fromEntries(ticks),
    /** The gaps between frames and the tasks above 50 ms since the last call. */
    takeFrames: () => ({ gaps: frames.gaps.splice(0), tasks: frames.tasks.splice(0) }),
  };
})();
