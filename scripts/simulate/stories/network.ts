import { clockTime, insider, type Story, stamp } from "./story";

const cdnLatency: Story = {
  name: "cdn-latency",
  type: "network",
  summary: "The content network answers late in one region",
  severity: "medium",
  services: ["static-cdn", "image-cdn", "video-cdn", "download-cdn", "font-cdn", "maps-cdn"],
  tell({ service, host, at, dice }) {
    const p95Ms = dice.between(1_100, 8_500);
    const hitPercent = dice.between(31, 68);
    const region = dice.of(["eu-central", "us-east", "ap-southeast", "sa-east"]);
    return {
      title: `Latency of ${service} in ${region}: p95 ${(p95Ms / 1_000).toFixed(1)} s`,
      text: `The first byte from ${host} takes ${p95Ms} ms at the 95th percentile in ${region}, ${dice.between(6, 30)} times as long as elsewhere. The share of cache hits fell from ${dice.between(92, 98)} % to ${hitPercent} % at ${clockTime(at, dice.between(5, 20))}, so the origin carries the rest.`,
      errors: [
        `${stamp(at, 6_600)} ERROR origin fetch timeout after 5000 ms: GET /assets/app.${dice.between(0x100000, 0xffffff).toString(16)}.js`,
        `${stamp(at, 2_310)} "GET /assets/main.css HTTP/2.0" 504 Gateway Timeout edge=${host} cache=MISS`,
        `${stamp(at, 400)} ERROR edge ${host}: upstream unavailable, serving stale content`,
      ],
      labels: { region, edge: host, p95_ms: String(p95Ms), cache_hit_percent: String(hitPercent) },
    };
  },
};

const dnsFailure: Story = {
  name: "dns-failure",
  type: "network",
  summary: "Names are no longer resolved",
  severity: "critical",
  services: ["public-dns", "internal-dns", "service-discovery", "edge-resolver", "office-dns", "mesh-dns"],
  tell({ service, host, at, dice }) {
    const percent = dice.between(14, 96);
    const name = dice.of(["api.example.com", "checkout.example.com", "db.internal.example", "auth.internal.example"]);
    const resolver = insider(dice);
    return {
      title: `DNS of ${service} fails for ${percent} % of queries (${name})`,
      text: `${percent} % of the queries to ${host} (${resolver}) have ended without an answer since ${clockTime(at, dice.between(2, 10))}. ${name} is concerned most. Answers that are still cached run out within ${dice.between(1, 9)} minutes.`,
      errors: [
        `${stamp(at, 3_900)} ERROR getaddrinfo EAI_AGAIN ${name}: temporary failure in name resolution`,
        `${stamp(at, 2_750)} ${host}: error (network unreachable) resolving '${name}/A/IN': ${resolver}#53`,
        `${stamp(at, 620)} ${host}: query failed (SERVFAIL) for ${name}/IN/AAAA at query.c:${dice.between(5_000, 9_000)}`,
      ],
      labels: {
        resolver,
        name,
        failed_percent: String(percent),
        queries_per_second: String(dice.between(200, 12_000)),
      },
    };
  },
};

const packetLoss: Story = {
  name: "packet-loss",
  type: "network",
  summary: "A link loses packets",
  severity: "high",
  services: ["core-router", "transit-link", "office-uplink", "storage-fabric", "peering-link", "backup-link"],
  tell({ service, host, at, dice }) {
    const percent = (dice.between(21, 340) / 10).toFixed(1);
    const port = `xe-${dice.between(0, 3)}/0/${dice.between(0, 23)}`;
    const peer = insider(dice);
    const rttMs = dice.between(40, 420);
    return {
      title: `Packet loss of ${percent} % on ${service} (${host}, ${port})`,
      text: `${port} of ${host} has lost ${percent} % of the packets to ${peer} since ${clockTime(at, dice.between(3, 14))}; the round trip takes ${rttMs} ms instead of ${dice.between(1, 12)} ms. Checksum errors on the port grow by ${dice.between(30, 900)} a second, which speaks for the cable or the optics.`,
      errors: [
        `${stamp(at, 8_800)} ${host} %LINK-3-UPDOWN: Interface ${port}, changed state to down (input errors ${dice.between(10_000, 900_000)})`,
        `${stamp(at, 4_020)} ${host} bgp: neighbor ${peer} hold timer expired, session failed`,
        `${stamp(at, 700)} ERROR connection to ${peer}:5432 failed: timeout after ${dice.between(3, 9)} retransmissions`,
      ],
      labels: { device: host, interface: port, peer, loss_percent: percent, rtt_ms: String(rttMs) },
    };
  },
};

export const network: Story[] = [cdnLatency, dnsFailure, packetLoss];
