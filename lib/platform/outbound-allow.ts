import { BlockList, isIP } from "node:net";

/** One entry of NIGHTSHIFT_OUTBOUND_ALLOW: a host by its name, or a range of addresses, at one port or at all. */
export type AllowRule = { name: string; port: number | null } | { range: BlockList; port: number | null };

const BRACKETED = /^\[([^\]]+)\](?::(\d{1,5}))?$/;
const PORT_AT_END = /^([^:]+):(\d{1,5})$/;
const NAME = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/** Reads `host`, `10.1.2.3`, `10.0.0.0/8`, `fd00::/8`, each also with a port: `host:8443`, `[fd00::1]:8443`. Null for anything else. */
export function allowRuleOf(text: string): AllowRule | null {
  const bracketed = BRACKETED.exec(text);
  const split = bracketed ?? PORT_AT_END.exec(text);
  const host = (split?.[1] ?? text).toLowerCase();
  const port = split?.[2] === undefined ? null : Number(split[2]);
  if (port !== null && (port < 1 || port > 65_535)) return null;
  const [address = "", bits, more] = host.split("/");
  const version = isIP(address);
  if (version === 0) return !bracketed && NAME.test(host) ? { name: host, port } : null;
  const widest = version === 4 ? 32 : 128;
  const width = bits === undefined ? widest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (more !== undefined || width < 0 || width > widest || address.includes("%")) return null;
  const range = new BlockList();
  range.addSubnet(address, width, version === 4 ? "ipv4" : "ipv6");
  return { range, port };
}

export type Where = { name: string; address: string | null; port: number };

/** Whether a rule lets this through: by the name that was asked for, or by the address that it has. */
export function isAllowedBy(rules: readonly AllowRule[], { name, address, port }: Where): boolean {
  const version = address === null ? 0 : isIP(address);
  return rules.some((rule) => {
    if (rule.port !== null && rule.port !== port) return false;
    if ("name" in rule) return rule.name === name;
    return version !== 0 && rule.range.check(address ?? "", version === 4 ? "ipv4" : "ipv6");
  });
}
