import { sign } from "node:crypto";
import { type Certified, newCertificate } from "@/test/certificate";

// Amazon's part in tests: a key, a certificate for it, and messages signed by it.

export type Amazon = Certified;

/** A key with a certificate that is valid from one time to another. */
export const newAmazon = (from: Date, to: Date, kind: "rsa" | "ec" = "rsa"): Amazon =>
  newCertificate("sns.amazonaws.com", from, to, kind);

/** The fields of a message with the signature that Amazon would give to them. */
export function signedBy({ privateKey }: Amazon, fields: Record<string, string>, version: "1" | "2" = "1") {
  const names =
    fields.Type === "Notification"
      ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
      : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
  const text = names.flatMap((each) => (fields[each] === undefined ? [] : [`${each}\n${fields[each]}\n`])).join("");
  const signature = sign(version === "1" ? "sha1" : "sha256", Buffer.from(text), privateKey).toString("base64");
  return { ...fields, SignatureVersion: version, Signature: signature };
}
