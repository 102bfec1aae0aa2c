import { recentChanges } from "./changes";
import { dockerEvents, dockerProcesses, dockerStats } from "./docker";
import { pastIncidents, serviceSamples } from "./history";
import { httpProbe } from "./http";
import { knowledgeBase } from "./knowledge";
import { dnsLookup, tcpConnect, tlsCertificate } from "./network";
import { postgresTools } from "./postgres";
import { redisTools } from "./redis";
import { probeService, targetLog, targetState } from "./service";
import { incidentTimeline } from "./timeline";
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
