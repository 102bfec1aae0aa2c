import { BlockList, isIP } from "node:net";

// What no stranger's server can have. IANA's registries of special-purpose addresses:
// https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry
const special4: [string, number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  // Carrier-grade NAT; some clouds keep their metadata here.
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  // Link-local, with the metadata of most clouds.
  ["169.254.0.0", 16],
  // The platform behind every machine in Azure, although its address looks public.
  ["168.63.129.16", 32],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
// Of IPv6 only this is handed out at all; loopback, ULA, link-local, NAT64, IPv4 in IPv6 and the rest lie outside.
const unicast6: [string, number] = ["2000::", 3];
const special6: [string, number][] = [
  // Protocol assignments, Teredo among them, which leads to an IPv4 address of the sender's choice. So does 6to4.
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const listOf = (family: "ipv4" | "ipv6", ranges: readonly [string, number][]): BlockList => {
  const list = new BlockList();
  for (const [network, bits] of ranges) list.addSubnet(network, bits, family);
  return list;
};
const closed4 = listOf("ipv4", special4);
const open6 = listOf("ipv6", [unicast6]);
const closed6 = listOf("ipv6", special6);

/** Whether an IP address, as the system writes it, belongs to the public internet. Whatever cannot be told does not. */
export function isPublicAddress(address: string): boolean {
  // A zone names an interface of this machine.
  if (address.includes("%")) return false;
  const version = isIP(address);
  if (version === 4) return !closed4.check(address, "ipv4");
  return version === 6 && open6.check(address, "ipv6") && !closed6.check(address, "ipv6");
}
