import { Exact } from "./time";

const TIME = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** The server's words, with the times in them in the reader's own zone. */
export function Told({ text }: { text: string }) {
  return text.split(TIME).map((part, index) =>
    // The times stand at the odd places; the parts have no names of their own.
    // biome-ignore lint/suspicious/noArrayIndexKey: a text does not reorder its parts
    index % 2 === 1 ? <Exact key={index} at={part} /> : part,
  );
}
