"use client"; // Turns the second factor on and off.

import { type FormEvent, useState } from "react";
import { get, post } from "@/components/api/request";
import { useAction } from "@/components/api/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { CheckIcon } from "@/components/ui/icons";
import { Notice } from "@/components/ui/notice";
import { Ago } from "@/components/ui/time";
import type { ProfileView, RecoveryCodes, SecondFactorOffer } from "@/lib/people/contract";
import { Enrolment } from "./enrolment";
import { RecoveryCodeList } from "./recovery-code-list";

const PATH = "/settings/profile/second-factor";
type Step = "begin" | "confirm" | "renew" | "disable";

export function SecondFactor({ initial }: { initial: ProfileView }) {
  const [{ second_factor: state, has_password: hasPassword }, setProfile] = useState(initial);
  const [offer, setOffer] = useState<SecondFactorOffer | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [asked, setAsked] = useState<Step | null>(null);
  const { pending, refusal, run, clear } = useAction<Step>();
  const isOn = state.enabled_at !== null;

  const take = async (step: Step, value: string) => {
    if (step === "begin") return setOffer(await post<SecondFactorOffer>(PATH, { password: value }));
    if (step === "disable") {
      await post(`${PATH}/disable`, { password: value });
      setCodes(null);
    } else {
      const [place, body] = step === "confirm" ? ["confirm", { code: value }] : ["recovery-codes", { password: value }];
      setCodes((await post<RecoveryCodes>(`${PATH}/${place}`, body)).recovery_codes);
    }
    setOffer(null);
    setProfile(await get<ProfileView>("/settings/profile"));
  };
  const submit = (step: Step) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const value = String(new FormData(event.currentTarget).get("value") ?? "");
    void run(step, () => take(step, value)).then((isDone) => isDone && setAsked(null));
  };
  const ask = (step: Step | null) => {
    clear();
    setAsked(step);
  };
  const form = (step: Step, label: string, tone: "primary" | "danger" = "primary") => (
    <form onSubmit={submit(step)} className="mt-3 flex flex-wrap items-end gap-3">
      <Field
        label="Your password"
        type="password"
        name="value"
        autoComplete="current-password"
        required
        limit={1_024}
        className="min-w-0 flex-1 basis-56"
      />
      <Button type="submit" tone={tone} busy={pending === step} className="min-h-11">
        {label}
      </Button>
      <Button tone="quiet" onClick={() => ask(null)} className="min-h-11">
        Never mind
      </Button>
    </form>
  );

  return (
    <Card
      title="Second factor"
      actions={
        isOn ? (
          <Badge tone="ok" mark={<CheckIcon className="size-3" />}>
            On
          </Badge>
        ) : (
          <Badge tone="quiet">Off</Badge>
        )
      }
    >
      <p className="text-sm text-muted">
        {isOn && state.enabled_at ? (
          <>
            On <Ago at={state.enabled_at} />: after your password, sign-in asks for a code of your authenticator app.
            Recovery codes left: {state.recovery_codes_left} of 10.
          </>
        ) : (
          "After your password, sign-in asks for a code that only your phone knows. A stolen password alone lets nobody in."
        )}
      </p>
      {codes && <RecoveryCodeList codes={codes} onPutAway={() => setCodes(null)} />}
      {offer && (
        <Enrolment
          offer={offer}
          busy={pending === "confirm"}
          onSubmit={submit("confirm")}
          onCancel={() => setOffer(null)}
        />
      )}
      {asked === "begin" && !offer && form("begin", "Go on")}
      {asked === "renew" && form("renew", "Make new codes")}
      {asked === "disable" && form("disable", "Turn off", "danger")}
      {refusal && (
        <div className="mt-3">
          <Notice tone="bad">{refusal}</Notice>
        </div>
      )}
      {!asked && !offer && (
        <div className="mt-3 flex flex-wrap gap-2">
          {isOn ? (
            <>
              <Button small onClick={() => ask("renew")}>
                New recovery codes
              </Button>
              <Button small onClick={() => ask("disable")}>
                Turn off
              </Button>
            </>
          ) : (
            <Button
              small
              reason={hasPassword ? null : "Your identity provider sees to it; set a password first to add one here"}
              onClick={() => ask("begin")}
            >
              Turn on
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}
