import { ShownOnce } from "@/components/ui/shown-once";
import { Exact } from "@/components/ui/time";
import type { NewInvitation } from "@/lib/people/contract";

/** A link that is shown once. */
export function NewLink({ made: { invitation, link }, onPutAway }: { made: NewInvitation; onPutAway: () => void }) {
  const whom = invitation.email ?? `a ${invitation.role}`;
  return (
    <ShownOnce
      title={`Hand out this link for ${whom}.`}
      secret={new URL(link, location.origin).href}
      copy="Copy the link"
      onPutAway={onPutAway}
    >
      It is shown only now, works once, and ends <Exact at={invitation.expires_at} />.
    </ShownOnce>
  );
}
