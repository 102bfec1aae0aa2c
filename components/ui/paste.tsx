import { CopyButton } from "./copy-button";
import { ScrollText } from "./scroll-text";

/** Exactly what to paste somewhere else, with the button that copies it. `label` says what it is. */
export function Paste({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex items-start gap-1 rounded-lg border border-line bg-sunken">
      <ScrollText
        label={label}
        text={text}
        className="max-h-80 min-w-0 flex-1 px-3 py-2.5 text-[0.8125rem]/5 select-all"
      />
      <CopyButton text={text} label={`Copy ${label}`} className="m-0.5" />
    </div>
  );
}
