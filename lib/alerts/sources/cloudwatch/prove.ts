import { createVerify, type X509Certificate } from "node:crypto";
import type { OpenedIntegration } from "@/lib/integrations";
import { clock } from "@/lib/platform/clock";
import type { Arrived, Proof } from "../source";
import { certificateUrl } from "./amazon-url";
import { certificateFetcher, type FetchCertificate } from "./fetch-certificate";
import { readMessage, type SnsMessage, signedText } from "./message";
import { SIMULATOR_CERTIFICATE, whySimulatorIsNot } from "./simulator";

const digests = new Map([
  ["1", "RSA-SHA1"],
  ["2", "RSA-SHA256"],
]);

const not = (why: string) => ({ isProven: false, why }) as const;

/**
 * Proof by Amazon's signature: made by the key of a certificate that Amazon serves, over the parts that count
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html), and of a topic that this integration knows. Anybody can
 * have a topic, so the signature alone says only that Amazon sent it.
 */
export function proveWith(fetchCertificate: FetchCertificate) {
  return async ({ body }: Arrived, integration: OpenedIntegration): Promise<Proof> => {
    const { config } = integration;
    const message = messageIn(body);
    if (!message) return not("it is no message of Amazon SNS; raw message delivery must be off");
    if (config.topic_arns.length > 0 && !config.topic_arns.includes(message.topicArn))
      return not("its TopicArn is none of those that this integration takes");
    const { SigningCertURL, SignatureVersion, Signature } = message.fields;
    const url = certificateUrl(SigningCertURL);
    if (!url) return not("its SigningCertURL is no address of Amazon SNS");
    const digest = digests.get(String(SignatureVersion));
    const text = signedText(message);
    if (!digest || text === null || typeof Signature !== "string")
      return not("its signature is missing, incomplete or of an unknown version");
    if (url.href === SIMULATOR_CERTIFICATE) {
      const said = { type: message.type, version: SignatureVersion, text, signature: Signature };
      const why = await whySimulatorIsNot(integration, said);
      return why === null ? { isProven: true } : not(why);
    }
    let certificate: X509Certificate;
    try {
      certificate = await fetchCertificate(url);
    } catch {
      return { ...not("the certificate that it was signed with could not be fetched from Amazon"), isForNow: true };
    }
    if (!isValidNow(certificate)) return not("the certificate that it was signed with is not valid today");
    return isSignedBy(certificate, { digest, text, signature: Signature })
      ? { isProven: true }
      : not("its signature does not fit; it was not signed by Amazon, or was changed on the way");
  };
}

export const prove = proveWith(certificateFetcher());

function messageIn(body: Buffer): SnsMessage | null {
  try {
    return readMessage(body);
  } catch {
    return null;
  }
}

function isValidNow({ validFrom, validTo }: X509Certificate): boolean {
  const now = clock.now().getTime();
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo);
}

function isSignedBy(
  certificate: X509Certificate,
  { digest, text, signature }: { digest: string; text: string; signature: string },
): boolean {
  try {
    const { publicKey } = certificate;
    if (publicKey.asymmetricKeyType !== "rsa") return false;
    return createVerify(digest).update(text, "utf8").verify(publicKey, signature, "base64");
  } catch {
    return false;
  }
}
