import { ShownOnce } from "@/components/ui/shown-once";
import type { NewApiKey } from "@/lib/keys/contract";

/** A secret that is shown once. */
export function NewSecret({ made: { api_key, key }, onPutAway }: { made: NewApiKey; onPutAway: () => void }) {
  return (
    <ShownOnce title={`Copy the secret of ${api_key.name} now.`} secret={key} onPutAway={onPutAway}>
      It is shown only this once; Nightshift keeps no copy that can be read.
    </ShownOnce>
  );
}
