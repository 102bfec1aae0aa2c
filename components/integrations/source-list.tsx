import { Button } from "@/components/ui/button";
import type { AvailableSource, IntegrationView } from "@/lib/integrations/contract";

type Props = {
  available: AvailableSource[];
  integrations: IntegrationView[];
  /** Null for those who may not. */
  onConnect: ((source: AvailableSource) => void) | null;
};

/** Every source that Nightshift understands, with what it is for. */
export function SourceList({ available, integrations, onConnect }: Props) {
  return (
    <ul className="grid gap-x-8 sm:grid-cols-2">
      {available.map((source) => {
        const count = integrations.filter((integration) => integration.source === source.source).length;
        return (
          <li key={source.source} className="flex items-start gap-3 border-t border-line py-3">
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                {source.title}
                {count > 0 && <span className="ml-2 text-xs font-normal text-muted">{count} connected</span>}
              </p>
              <p className="text-sm text-muted">{source.summary}</p>
            </div>
            {onConnect && (
              <Button small onClick={() => onConnect(source)}>
                Connect
                <span className="sr-only"> {source.title}</span>
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
