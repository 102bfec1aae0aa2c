import { version } from "../../package.json";
import type { Endpoint } from "./endpoint";
import { agent } from "./endpoints/agent";
import { apiKeys } from "./endpoints/api-keys";
import { core } from "./endpoints/core";
import { dashboard } from "./endpoints/dashboard";
import { github } from "./endpoints/github";
import { incidents } from "./endpoints/incidents";
import { integrations } from "./endpoints/integrations";
import { invitations } from "./endpoints/invitations";
import { knowledge } from "./endpoints/knowledge";
import { loop } from "./endpoints/loop";
import { maintenance } from "./endpoints/maintenance";
import { members } from "./endpoints/members";
import { profile } from "./endpoints/profile";
import { sandbox } from "./endpoints/sandbox";
import { security } from "./endpoints/security";
import { services } from "./endpoints/services";
import { sessions } from "./endpoints/sessions";
import { setup } from "./endpoints/setup";
import { webhooks } from "./endpoints/webhooks";
import { wordBacks } from "./endpoints/word-backs";
import { type OpenApiDocument, openApiOf } from "./openapi";

export {
  type Endpoint,
  type Example,
  endpoint,
  isStream,
  type Method,
  methods,
  type ParamsOf,
  paramNames,
  type Stream,
} from "./endpoint";
export type { OpenApiDocument } from "./openapi";

const areas = {
  core: "For supervisors and scrapers: no login, and nothing about any organization",
  dashboard: "Figures, computed from what is stored",
  services: "What is watched",
  sandbox: "Practice services that can be broken on purpose",
  incidents: "What people handle",
  loop: "From the diagnosis to the proven fix",
  agent: "Who investigates, with what, and what it has learnt",
  integrations: "Where alerts come from, and what came",
  security: "Who did what, and whether all is as it should be",
  settings: "People, sessions, keys, webhooks and planned work",
};

/** Every endpoint of the API, by area. */
export const api = {
  core,
  dashboard,
  services,
  sandbox,
  incidents,
  loop,
  agent,
  knowledge,
  integrations,
  maintenance,
  security,
  members,
  invitations,
  profile,
  sessions,
  apiKeys,
  github,
  webhooks,
  wordBacks,
  setup,
};

export const endpoints: readonly Endpoint[] = Object.values(api).flatMap((area) => Object.values<Endpoint>(area));

let document: OpenApiDocument | undefined;
/** The OpenAPI 3.1 document, made once of the same definitions that serve the routes. */
export function openApiDocument(): OpenApiDocument {
  document ??= openApiOf(endpoints, areas, version);
  return document;
}
