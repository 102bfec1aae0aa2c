import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from "node:crypto";

// A certificate that signs itself, put together by hand (RFC 5280), so that no tool need be installed for it.

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const utcTime = (time: Date) => der(0x17, Buffer.from(`${time.toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
// sha256WithRSAEncryption
const algorithm = sequence(der(0x06, Buffer.from("2a864886f70d01010b", "hex")), der(0x05));
const nameOf = (commonName: string) =>
  sequence(der(0x31, sequence(der(0x06, Buffer.from("550403", "hex")), der(0x0c, Buffer.from(commonName)))));

export type Certified = { privateKey: KeyObject; pem: string };

/** A key with a certificate for this name that is valid from one time to another. */
export function newCertificate(commonName: string, from: Date, to: Date, kind: "rsa" | "ec" = "rsa"): Certified {
  const { privateKey, publicKey } =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2_048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = nameOf(commonName);
  const content = sequence(
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(utcTime(from), utcTime(to)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = der(0x03, Buffer.from([0]), sign("sha256", content, privateKey));
  return { privateKey, pem: new X509Certificate(sequence(content, algorithm, signature)).toString() };
}
