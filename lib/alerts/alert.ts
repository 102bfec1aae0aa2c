import type { AlertAction } from "./contract";

/**
 * One inbound event as a source's parser understands it, before anything is looked up. Texts are as the sender wrote them: whoever stores
 * them redacts and shortens.
 */
export type Alert = {
  action: AlertAction;
  /** What it is about, in the source's own way of telling things apart; alerts with the same key are about the same thing. */
  dedupKey: string;
  /**
   * The source's time of the state that it tells of, which orders alerts of one key whatever order they come in: for a fire, when it
   * began; for a resolve, when it ended. Null where the source has none: then the order of arrival counts.
   */
  at: Date | null;
  title: string;
  description: string;
  /** The source's own word for how bad it is; a table makes a severity of it. */
  severity: string | null;
  /** What the source calls the service. */
  service: string | null;
  labels: Record<string, string>;
  links: { href: string; text: string }[];
  /** Lines that an engineer would look for in a log. */
  errorLines: string[];
  /** What the source calls the incident, to speak about it there. */
  ref: { id: string; url: string | null } | null;
  /** Who did it at the source: an acknowledgement, a note. */
  by: string | null;
};
