import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { Exact } from "@/components/ui/time";
import type { NewInvitation } from "@/lib/people/contract";

/** A link that is shown once. */
export function NewLink({ made: { invitation, link } }: { made: NewInvitation }) {
  const whole = new URL(link, location.origin).href;
  return (
    <Notice tone="ok" title="Hand out this link.">
      It is shown only now, works once, and ends <Exact at={invitation.expires_at} />.
      <span className="mt-1.5 flex items-center gap-1">
        <code className="verbatim min-w-0 flex-1 select-all">{whole}</code>
        <CopyButton text={whole} label="Copy the link" />
      </span>
    </Notice>
  );
}
