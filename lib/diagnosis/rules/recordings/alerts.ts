import type { Subject } from "../../facts";
import { faults } from "../../faults";
import { alertsOf, type Recorded, recorded } from "./recorded";

const subject: Subject = { name: "shop", kind: null, host: "", port: 0, target: { kind: "none", name: "shop" } };
const incident = { number: 7, errorLines: [], opening: null, newest: { at: null, health: null, metrics: {} } };
const heard = (title: string, labels: Record<string, string> = {}, status: "firing" | "resolved" = "firing") =>
  recorded(subject, { incident, alerts: alertsOf(title, labels, status) }, {});

type Case = [Recorded["fault"], title: string, labels: Record<string, string>, nearMiss: string, isSymptom?: boolean];
const cases: Case[] = [
  [faults.hostDiskFull, "Disk usage at 97 % on web-1", { disk_percent: "97" }, "A new disk was added to web-1"],
  [
    faults.hostDiskFull,
    "Something",
    { alertname: "NodeFilesystemAlmostOutOfSpace disk space", used_percent: "96" },
    "Space station passes",
  ],
  [faults.hostInodesExhausted, "Inodes at 99 % on web-1", { inodes_percent: "99" }, "Nodes at 99 %"],
  [faults.hostCpuSaturated, "High load", { alertname: "HostHighCpuLoad", cpu_percent: "97" }, "Occupied seats at 97 %"],
  [
    faults.hostMemoryExhausted,
    "Out of memory on web-1: node was killed",
    { memory_used_mb: "2010", memory_total_mb: "2048" },
    "In memory of our first server",
  ],
  [
    faults.hostFileHandlesExhausted,
    "Too many open files on web-1",
    { open_files_percent: "99" },
    "Many files were opened",
  ],
  [faults.httpErrors, "HTTP 5xx errors on shop", { http_5xx_percent: "12" }, "HTTP requests on shop rose", true],
  [faults.tlsCertificate, "TLS certificate of shop expires soon", { days_left: "2" }, "Certificate of achievement"],
  [faults.dnsFailing, "DNS of edge fails", { failed_percent: "40" }, "Names were given"],
  [faults.networkPacketLoss, "Packet loss of 4 % on link-1", { loss_percent: "4" }, "A packet arrived"],
  [faults.networkCdnLatency, "CDN answers late", { p95_ms: "4000" }, "Latency is fine", true],
  [
    faults.databasePoolExhausted,
    "Connection pool of shop exhausted",
    { pool_active: "50", pool_size: "50" },
    "The pool is open to visitors",
  ],
  [faults.databaseSlowQueries, "Slow queries on shop", { p95_ms: "4000" }, "A slow day"],
  [faults.applicationErrors, "Error rate above 5 % on shop", { error_percent: "7" }, "No errors on shop", true],
  [faults.applicationCrashing, "shop crashed on web-1", { restarts_10m: "9" }, "A crash course for shop", false],
  [faults.securityBruteForce, "Brute force on sso", { failed_10m: "4000" }, "Force majeure"],
  [faults.securitySqlInjection, "SQL injection against shop", { attempts: "400" }, "SQL was upgraded"],
  [faults.securitySuspiciousSignIn, "Suspicious sign-in to payroll", {}, "A sign-in to payroll"],
];

/** Titles that say what happens, and a line beside them that says why: of that line, or of none that names a cause. */
const told = (title: string, description: string, labels: Record<string, string> = {}) => {
  const alerts = alertsOf(title, labels);
  return recorded(
    subject,
    { incident, alerts: { ...alerts, alerts: alerts.alerts.map((alert) => ({ ...alert, description })) } },
    {},
  );
};
const CRASH = "shop crashed on web-1: 27 restarts in 10 minutes";
const nine = { restarts_10m: "9" };
const lineCases: [Recorded["fault"], Recorded["expected"], string, Recorded["recording"]][] = [
  [
    faults.dockerPortConflict,
    "root",
    "a crash whose line says that the address is in use",
    told(CRASH, "It ends with code 137 (SIGKILL).\n\nError: listen failed: address already in use 0.0.0.0:8080", nine),
  ],
  [
    faults.dockerPortConflict,
    "silent",
    "a crash, and a runbook that speaks of addresses",
    told(CRASH, "Runbook: see whether it says address already in use", nine),
  ],
  [
    faults.applicationCrashing,
    "silent",
    "a crash that a line explains",
    told(CRASH, "Last State: Terminated, Reason: OOMKilled, Exit Code: 137", nine),
  ],
  [
    faults.hostMemoryExhausted,
    "root",
    "a crash for want of memory",
    told(CRASH, "Last State: Terminated, Reason: OOMKilled, Exit Code: 137", nine),
  ],
  [
    faults.applicationCrashing,
    "root",
    "a crash with code 137 and no word of memory",
    told(CRASH, "Exit Code: 137", nine),
  ],
  [
    faults.databasePoolExhausted,
    "root",
    "a pool whose server is full",
    told("Connection pool of shop exhausted", "FATAL:  sorry, too many clients already"),
  ],
  [
    faults.tlsCertificate,
    "root",
    "5xx for an expired certificate",
    told("HTTP 5xx errors on shop", "upstream SSL certificate verify error: certificate has expired"),
  ],
  [
    faults.hostDiskFull,
    "root",
    "failing calls for a full disk",
    told("Error rate on shop", "write: No space left on device"),
  ],
  [
    faults.tlsCertificate,
    "root",
    "a title that is narrow enough stands",
    told("TLS certificate of shop expires soon", "write: No space left on device"),
  ],
];

const linedRecordings: Recorded[] = lineCases.map(([fault, expected, name, recording]) => ({
  name: `Alert's line: ${name}`,
  fault,
  expected,
  recording,
}));

const titledRecordings: Recorded[] = cases.flatMap(([fault, title, labels, nearMiss, isSymptom = false]) => [
  { name: `Alert: ${title}`, fault, expected: "root" as const, recording: heard(title, labels) },
  {
    name: `Alert: ${title}, over by now`,
    fault,
    expected: "silent" as const,
    recording: heard(title, labels, "resolved"),
  },
  ...(nearMiss.includes("crash")
    ? []
    : [{ name: `Alert: ${nearMiss}`, fault, expected: "silent" as const, recording: heard(nearMiss) }]),
  ...(isSymptom
    ? [{ name: `Alert without a figure: ${title}`, fault, expected: "hint" as const, recording: heard(title) }]
    : []),
]);

export const alertRecordings: Recorded[] = [...titledRecordings, ...linedRecordings];
