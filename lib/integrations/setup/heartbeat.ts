import type { Setup } from "./setup";

const units = [
  { seconds: 86_400, word: "days" },
  { seconds: 3_600, word: "hours" },
  { seconds: 60, word: "minutes" },
];

/** In the largest unit that says it in whole numbers, and more than one of them. */
function inWords(seconds: number): string {
  const unit = units.find((one) => seconds > one.seconds && seconds % one.seconds === 0);
  return unit ? `${seconds / unit.seconds} ${unit.word}` : `${seconds} seconds`;
}

export const heartbeat: Setup = ({ address, config: { heartbeat } }) => [
  {
    text: `Call this address at least every ${inWords(heartbeat.every_s)}, by GET or POST. After ${inWords(heartbeat.every_s + heartbeat.grace_s)} without a call an incident opens; the next call resolves it.`,
    paste: `curl -fsS -m 10 --retry 3 '${address}'`,
  },
  {
    text: "For a job that cron starts, call it at the end, and only when the job went well.",
    paste: `*/5 * * * * /usr/local/bin/the-job && curl -fsS -m 10 --retry 3 -o /dev/null '${address}'`,
  },
  { text: "Until the first call nobody is missed.", paste: null },
];
