import { dnsLookup } from "./dns-lookup";
import { dockerEvents } from "./docker-events";
import { dockerProcesses } from "./docker-processes";
import { dockerStats } from "./docker-stats";
import { httpProbe } from "./http-probe";
import { incidentTimeline } from "./incident-timeline";
import { knowledgeBase } from "./knowledge-base";
import { pastIncidents } from "./past-incidents";
import { postgresTools } from "./postgres";
import { probeService } from "./probe-service";
import { recentChanges } from "./recent-changes";
import { redisTools } from "./redis";
import { targetLog } from "./server-log";
import { targetState } from "./server-state";
import { serviceSamples } from "./service-samples";
import { tcpConnect } from "./tcp-connect";
import { tlsCertificate } from "./tls-certificate";
import type { Tool } from "./tool";

/** Everything that an investigator can look at. None of it writes. */
export const tools: readonly Tool[] = [
  probeService,
  serviceSamples,
  targetState,
  targetLog,
  dockerStats,
  dockerProcesses,
  dockerEvents,
  ...redisTools,
  ...postgresTools,
  httpProbe,
  dnsLookup,
  tcpConnect,
  tlsCertificate,
  incidentTimeline,
  recentChanges,
  pastIncidents,
  knowledgeBase,
];
