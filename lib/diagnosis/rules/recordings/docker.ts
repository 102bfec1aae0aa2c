import type { Subject } from "../../facts";
import { faults } from "../../faults";
import { type Answers, alertsOf, probed, type Recorded, recorded, secondsBefore } from "./recorded";
import { usualRedis } from "./redis";

const subject: Subject = {
  name: "cache",
  kind: "redis",
  host: "10.0.0.5",
  port: 6379,
  target: { kind: "docker", name: "cache" },
};
type Change = { restarts?: number; memory?: number; upS?: number; [state: string]: unknown };
/** The parts of `docker inspect` that are read. */
const inspect = ({ restarts = 0, memory = 256 * 1024 * 1024, upS = 90_000, ...state }: Change = {}) => ({
  ...{ Name: "/cache", Id: "3f4a9c1d2e5b6a7c8d9e", RestartCount: restarts, Config: { Tty: false } },
  HostConfig: { Memory: memory, RestartPolicy: { Name: "always", MaximumRetryCount: 0 } },
  State: {
    ...{ Status: "running", Running: true, Paused: false, Restarting: false, OOMKilled: false, Dead: false, Pid: 411 },
    ...{ ExitCode: 0, Error: "", StartedAt: secondsBefore(upS).toISOString(), FinishedAt: "0001-01-01T00:00:00Z" },
    ...state,
  },
});
const ended = (code: number, over: Change = {}) =>
  inspect({
    Status: "exited",
    Running: false,
    Pid: 0,
    ExitCode: code,
    FinishedAt: secondsBefore(60).toISOString(),
    ...over,
  });
const failed = (error: string) => ended(128, { Status: "created", Error: error });
const down = (answer: unknown, over: Answers = {}): Answers => ({
  ...Object.fromEntries(Object.keys(usualRedis).map((name) => [name, undefined])),
  probe: probed(0, { errorLines: ["connect ECONNREFUSED 10.0.0.5:6379"] }),
  session: "connect ECONNREFUSED 10.0.0.5:6379",
  "docker inspect": answer,
  ...over,
});
const silent = (answer: unknown): Answers =>
  down(answer, {
    probe: probed(0, { errorLines: ["no answer within 4 s"] }),
    session: "no answer within 4 s",
  });
const up = (answer: unknown, over: Answers = {}): Answers => ({ "docker inspect": answer, ...over });

const PORT =
  "driver failed programming external connectivity on endpoint cache: Bind for 0.0.0.0:6379 failed: port is already allocated";
const IMAGE = 'failed to create task for container: exec: "redis-srver": executable file not found in $PATH: unknown';
const VOLUME =
  "error while mounting volume '/var/lib/docker/volumes/cache/_data': failed to mount local volume: no such file or directory";

const cases: [Recorded["fault"], Recorded["expected"], string, Answers][] = [
  [null, "silent", "a healthy container", up(inspect({ Health: { Status: "healthy", FailingStreak: 0 } }))],
  [
    faults.dockerOutOfMemoryKilled,
    "root",
    "killed and started again",
    up(inspect({ OOMKilled: true, restarts: 1, upS: 40 })),
  ],
  [faults.dockerOutOfMemoryKilled, "stands", "killed and gone", down(ended(137, { OOMKilled: true }))],
  [faults.dockerOutOfMemoryKilled, "rejected", "killed by somebody", down(ended(137))],
  [
    faults.dockerOutOfMemoryKilled,
    "rejected",
    "an alert about memory",
    up(inspect(), { alerts: alertsOf("Memory usage at 97 % on host-1") }),
  ],
  [faults.dockerCrashed, "stands", "a segmentation fault", down(ended(139))],
  [faults.dockerCrashed, "silent", "killed by somebody", down(ended(137))],
  [faults.dockerCrashed, "rejected", "stopped in an orderly way", down(ended(0))],
  [
    faults.dockerRestartLoop,
    "stands",
    "it waits for its next start",
    down(ended(1, { Status: "restarting", Running: true, Restarting: true, restarts: 14 })),
  ],
  [
    faults.dockerRestartLoop,
    "root",
    "it was started again a minute ago, once more",
    up(inspect({ restarts: 9, upS: 60 })),
  ],
  [faults.dockerRestartLoop, "hint", "it was started again once", up(inspect({ restarts: 1, upS: 60 }))],
  [
    faults.dockerRestartLoop,
    "rejected",
    "an alert of crashes, and it has run for a day",
    up(inspect(), { alerts: alertsOf("cache crashed on host-1: 9 restarts in 10 minutes") }),
  ],
  [faults.dockerMissing, "root", "somebody removed it", down(null)],
  [faults.redisDown, "rejected", "there is no container to be down", down(null)],
  [faults.dockerMissing, "rejected", "it has ended and is still there", down(ended(0))],
  [faults.dockerPaused, "root", "somebody paused it", silent(inspect({ Status: "paused", Paused: true }))],
  [faults.serviceUnreachable, "rejected", "paused, so not the way to it", silent(inspect({ Paused: true }))],
  [faults.dockerPaused, "rejected", "it answers by the time it is asked", up(inspect({ Paused: true }))],
  [faults.dockerPaused, "rejected", "it runs and nothing is heard of it", silent(inspect())],
  [
    faults.dockerHealthCheckFailing,
    "root",
    "the check fails, and the service answers",
    up(inspect({ Health: { Status: "unhealthy", FailingStreak: 7 } })),
  ],
  [
    faults.dockerHealthCheckFailing,
    "hint",
    "it is starting",
    up(inspect({ Health: { Status: "starting", FailingStreak: 2 } })),
  ],
  [
    faults.dockerHealthCheckFailing,
    "rejected",
    "one check failed",
    up(inspect({ Health: { Status: "healthy", FailingStreak: 1 } })),
  ],
  [faults.dockerPortConflict, "stands", "the port is taken", down(failed(PORT))],
  [faults.dockerPortConflict, "silent", "another reason", down(failed(VOLUME))],
  [faults.dockerPortConflict, "rejected", "it runs by now", up(inspect({ Error: PORT }))],
  [faults.dockerImageTrouble, "stands", "no such program", down(failed(IMAGE))],
  [faults.dockerImageTrouble, "silent", "a program that failed", down(ended(1))],
  [faults.dockerImageTrouble, "rejected", "it runs by now", up(inspect({ Error: IMAGE }))],
  [faults.dockerVolumeTrouble, "stands", "a mount that is not there", down(failed(VOLUME))],
  [faults.dockerVolumeTrouble, "silent", "another reason", down(failed(PORT))],
  [faults.dockerVolumeTrouble, "rejected", "it runs by now", up(inspect({ Error: VOLUME }))],
  [
    faults.hostMemoryExhausted,
    "silent",
    "an alert, and the container can be asked itself",
    up(inspect(), { alerts: alertsOf("Memory usage at 97 % on host-1") }),
  ],
  [
    faults.applicationCrashing,
    "silent",
    "an alert, and the container can be asked itself",
    up(inspect(), { alerts: alertsOf("cache crashed on host-1: 9 restarts in 10 minutes") }),
  ],
];

export const dockerRecordings: Recorded[] = cases.map(([fault, expected, name, over]) => ({
  name: `Docker: ${name}`,
  fault,
  expected,
  recording: recorded(subject, usualRedis, over),
}));
