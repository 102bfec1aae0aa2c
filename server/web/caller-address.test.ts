import { expect, test } from "vitest";
import { callerAddress } from "./caller-address";

const from = (remoteAddress: string, forwarded?: string) => ({
  socket: { remoteAddress },
  headers: { "x-forwarded-for": forwarded },
});

test("without a trusted proxy nobody chooses their own address", () => {
  expect(callerAddress(from("203.0.113.7", "198.51.100.1"), 0)).toBe("203.0.113.7");
  expect(callerAddress(from("::ffff:203.0.113.7"), 0)).toBe("203.0.113.7");
  expect(callerAddress(from("2001:DB8::1"), 0)).toBe("2001:db8::1");
});

test("with proxies, it is what the outermost of them saw, and nothing that was sent to it", () => {
  expect(callerAddress(from("10.0.0.1", "1.1.1.1, 203.0.113.7"), 1)).toBe("203.0.113.7");
  expect(callerAddress(from("10.0.0.1", "1.1.1.1, 203.0.113.7, 10.0.0.2"), 2)).toBe("203.0.113.7");
  expect(callerAddress(from("10.0.0.1", "203.0.113.7:4711"), 1)).toBe("203.0.113.7");
  expect(callerAddress(from("10.0.0.1", "[2001:db8::7]:4711"), 1)).toBe("2001:db8::7");
  // Fewer entries than proxies, or no address at all: the socket's, which nobody can make up.
  for (const odd of [undefined, "", "unknown", "203.0.113.7"])
    expect(callerAddress(from("10.0.0.1", odd), 2)).toBe("10.0.0.1");
});
