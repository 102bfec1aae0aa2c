import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { ScrollText } from "@/components/ui/scroll-text";

/** What came, as text and nothing else; JSON is laid out. */
export function RawBody({ body, isCut }: { body: string; isCut: boolean }) {
  const text = laidOut(body);
  return (
    <Card
      title="As it came"
      note={isCut ? "the beginning, secrets replaced" : "secrets replaced"}
      actions={<CopyButton text={body} label="Copy the body" />}
    >
      {body === "" ? (
        <p className="text-sm text-muted">It had no body.</p>
      ) : (
        <ScrollText label="The body" text={text} className="max-h-[32rem] rounded-lg bg-sunken p-3 text-xs" />
      )}
    </Card>
  );
}

function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // No JSON, or cut in the middle: it is shown as it is.
    return body;
  }
}
