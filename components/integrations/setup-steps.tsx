"use client"; // The address can change while one looks, and a new secret stands in the steps once.

import { Card } from "@/components/ui/card";
import { Paste } from "@/components/ui/paste";
import { SecretShownOnce } from "@/components/ui/shown-once";
import { useSecretsShown } from "./secrets-shown";
import { useIntegration } from "./use-integration";

/** What to do at the source, step by step, and a secret that was just made. */
export function SetupSteps() {
  const { integration } = useIntegration();
  const { made, putAway } = useSecretsShown();
  const mine = made.filter((one) => one.integration.id === integration.id && one.secret);
  const steps = mine[0]?.integration.setup ?? integration.setup;
  return (
    <>
      {mine.map(
        (one) =>
          one.secret && (
            <SecretShownOnce
              key={one.secret}
              what={integration.name}
              secret={one.secret}
              onPutAway={() => putAway(one)}
            />
          ),
      )}
      <Card title={`Set up ${integration.title}`} note={`${steps.length} steps`}>
        <ol className="flex flex-col gap-5">
          {steps.map(({ text, paste }, index) => (
            <li key={text} className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-2 gap-y-2">
              <span
                aria-hidden="true"
                className="flex size-6 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
              >
                {index + 1}
              </span>
              <p className="text-sm/6 wrap-anywhere">{text}</p>
              {paste !== null && (
                <div className="col-start-2 max-sm:col-span-2 max-sm:col-start-1">
                  <Paste text={paste} label={`what to paste in step ${index + 1}`} />
                </div>
              )}
            </li>
          ))}
        </ol>
        {mine.length === 0 && integration.secrets.length > 0 && (
          <p className="mt-4 text-sm text-muted">
            The secret was shown once. Whoever has lost it adds another one below; the old one works until it is ended.
          </p>
        )}
      </Card>
    </>
  );
}
