import type { OpenedIntegration } from "@/lib/integrations";
import type { SourceName } from "@/lib/integrations/contract";
import type { Alert } from "../alert";

/** A request at the inbox: header names in lower case, the body uncompressed and otherwise as it was sent. */
export type Arrived = { headers: Record<string, string>; body: Buffer; receivedAt: Date };

/** `isForNow`: whether it proves itself cannot be told at the moment, so the sender should try again. */
export type Proof = { isProven: true } | { isProven: false; why: string; isForNow?: true };

/** What a delivery says. */
export type Reading = {
  /** What the source calls this kind of event. */
  eventType: string;
  /** Empty for events that say nothing about an incident: they are kept and shown, and that is all. */
  alerts: Alert[];
  /** What of it could not be understood, in words for whoever set up the sender; the rest is in `alerts`. */
  problem?: string;
  /** An SNS topic that asks to be let in, by a delivery that has proven itself. */
  confirm?: { topicArn: string; subscribeUrl: string };
};

/** A body that cannot be understood, in words for whoever set up the sender. It is kept and shown. */
export class Unreadable extends Error {}

/** One tool that sends alerts: a folder each, listed in the registry. */
export type Source = {
  name: SourceName;
  /** Of the body, uncompressed. */
  mostBytes: number;
  /** Headers that `read` needs, in lower case. Nothing that proves who sent it: those never reach the database. */
  keptHeaders: readonly string[];
  /** Whether the request comes from whom the integration trusts. Called on the request path: fast, constant-time, never throws. */
  prove(arrived: Arrived, integration: OpenedIntegration): Proof | Promise<Proof>;
  /** The sender's own id of this delivery, the same at every retry; null where there is none. Never throws. */
  deliveryKey(arrived: Arrived): string | null;
  /** Throws `Unreadable`, and nothing else, whatever the body is. */
  read(arrived: Arrived, integration: OpenedIntegration): Reading;
};
