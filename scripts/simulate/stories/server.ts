import { clockTime, type Story, stamp } from "./story";

const highCpu: Story = {
  name: "high-cpu",
  type: "server",
  summary: "A host has had no CPU to spare for minutes",
  severity: "high",
  services: ["checkout-web", "image-resizer", "recommendations", "pdf-render", "video-transcode", "feed-builder"],
  tell({ service, host, at, dice }) {
    const percent = (dice.between(940, 999) / 10).toFixed(1);
    const cores = dice.of([2, 4, 8, 16]);
    const load = (cores * (1.6 + dice.share() * 4)).toFixed(2);
    const forMinutes = dice.between(5, 20);
    return {
      title: `CPU at ${percent} % on ${host} for ${forMinutes} minutes`,
      text: `All ${cores} cores of ${host} have been busy since ${clockTime(at, forMinutes)}; the load is ${load}. ${dice.between(81, 97)} % of the time goes to one process of ${service}. Answers take ${dice.between(3, 18)} times as long as an hour ago.`,
      errors: [
        `${stamp(at, 7_300)} WARN  event loop blocked for ${dice.between(1_200, 9_000)} ms`,
        `${stamp(at, 4_150)} ERROR upstream timed out (110: Connection timed out) while reading response header from upstream`,
        `${stamp(at, 990)} ERROR health check failed: no answer within 2000 ms`,
      ],
      labels: {
        host,
        cpu_percent: percent,
        cores: String(cores),
        load_1m: load,
        pid: String(dice.between(400, 32_000)),
      },
    };
  },
};

const outOfMemory: Story = {
  name: "out-of-memory",
  type: "server",
  summary: "Memory runs out and the kernel kills a process",
  severity: "critical",
  services: ["billing-worker", "export-worker", "email-worker", "import-worker", "cache-warmer", "ml-scoring"],
  tell({ service, host, at, dice }) {
    const totalMb = dice.of([2_048, 4_096, 8_192, 16_384]);
    const usedMb = totalMb - dice.between(12, 90);
    const pid = dice.between(900, 32_000);
    const program = dice.of(["node", "java", "python3", "ruby"]);
    const residentKb = Math.round(usedMb * 1_024 * (0.7 + dice.share() * 0.25));
    return {
      title: `Out of memory on ${host}: ${program} was killed (${usedMb.toLocaleString("en-US")} of ${totalMb.toLocaleString("en-US")} MB used)`,
      text: `Memory of ${host} grew by about ${dice.between(20, 180)} MB a minute from ${clockTime(at, dice.between(20, 90))} until the kernel killed ${program} of ${service}. It was started again and grows as before: kill number ${dice.between(2, 9)} today.`,
      errors: [
        `${stamp(at, 5_400)} kernel: ${program} invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0`,
        `${stamp(at, 5_390)} kernel: Out of memory: Killed process ${pid} (${program}) total-vm:${residentKb * 2}kB, anon-rss:${residentKb}kB, file-rss:0kB`,
        `${stamp(at, 4_100)} systemd[1]: ${service}.service: Failed with result 'oom-kill'.`,
      ],
      labels: {
        host,
        memory_total_mb: String(totalMb),
        memory_used_mb: String(usedMb),
        process: program,
        pid: String(pid),
      },
    };
  },
};

const crash: Story = {
  name: "crash",
  type: "server",
  summary: "A service ends again and again as soon as it is started",
  severity: "critical",
  services: [
    "auth-service",
    "cart-service",
    "shipping-service",
    "notification-service",
    "invoice-service",
    "tax-service",
  ],
  tell({ service, host, at, dice }) {
    const restarts = dice.between(4, 31);
    const [signal, code, why] = dice.of([
      ["SIGSEGV", 139, "panic: runtime error: invalid memory address or nil pointer dereference"],
      ["SIGABRT", 134, "FATAL: unhandled exception: Error: Cannot read the configuration: unexpected end of file"],
      ["SIGKILL", 137, "Error: listen failed: address already in use 0.0.0.0:8080"],
    ]);
    return {
      title: `${service} crashed on ${host}: ${restarts} restarts in 10 minutes`,
      text: `${service} ends with code ${code} (${signal}) ${dice.between(2, 20)} seconds after every start, for the first time at ${clockTime(at, dice.between(8, 12))}. ${dice.between(1, 3)} of ${dice.between(4, 6)} replicas are left. Version 4.${dice.between(2, 40)}.${dice.between(0, 9)} was rolled out shortly before.`,
      errors: [
        `${stamp(at, 3_700)} ${why}`,
        `${stamp(at, 3_650)} Back-off restarting failed container ${service} in pod ${service}-${dice.between(10_000, 99_999).toString(36)}`,
        `${stamp(at, 800)} Readiness probe failed: Get "http://10.0.${dice.between(0, 9)}.${dice.between(2, 250)}:8080/ready": connection refused`,
      ],
      labels: { host, exit_code: String(code), signal, restarts_10m: String(restarts) },
    };
  },
};

export const server: Story[] = [highCpu, outOfMemory, crash];
