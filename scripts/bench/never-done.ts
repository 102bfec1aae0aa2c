// The Messages API with somebody behind it who is never done: thinks aloud at the pace of a real model, looks at one thing, and thinks on.
// A process of its own, so that its work is not that of whoever measures. The word `conclude` ends what is under way; `look` begins anew.
import { type Asked, type Block, startMessagesApi, type Turn } from "../investigate/messages-api";

const PAUSE_MS = 20;
const THOUGHT = "What was seen fits the first of the two, and the other is not ruled out by it. ".repeat(15);
const usage = { input: 100, output: 20 };
const use = (name: string, input: unknown): Block => ({ type: "tool_use", name, input });

let isOver = false;
const api = await startMessagesApi((asked) => (isOver ? conclusion : look(asked)));
process.on("message", (word) => {
  isOver = word === "conclude";
});
process.on("disconnect", () => process.exit());
process.send?.(api.url);

const conclusion: Turn = {
  content: [
    use("conclude", {
      outcome: "inconclusive",
      summary: [{ text: "Nothing was to be found.", evidence: [1] }],
      root_cause: null,
    }),
  ],
  usage,
};

/** Every tool that asks for nothing, one after the other; after the last one it reads on in what is there. */
function look({ messages, tools }: Asked): Turn {
  const count = messages.filter(({ role }) => role === "assistant").length;
  const simple = tools.filter(({ input_schema: { required } }) => String(required) === "why");
  const name = simple[count]?.name;
  return {
    content: [
      { type: "thinking", thinking: THOUGHT, signature: "signed" },
      name ? use(name, { why: "To have looked." }) : use("read_more", { evidence: 1, from_line: 1 }),
    ],
    usage,
    pauseMs: PAUSE_MS,
  };
}
