import { randomUUID } from "node:crypto";
import { jsonSample, type Occasion, type Sample } from "../occasion";
import { signatureOf } from "../signature";

/** An alert in the fields of the mapping as it is before anybody changes it. */
export function genericSample(occasion: Occasion): Sample {
  const { state, title, description, service, severity, dedupKey, at, secret } = occasion;
  const sample = jsonSample(
    {
      title,
      description: description ?? title,
      severity,
      service,
      dedup_key: dedupKey,
      status: state,
      timestamp: at.toISOString(),
      link: "https://monitor.example.com/alerts/1",
      host: `${service}-1`,
    },
    { "x-delivery-id": randomUUID() },
  );
  if (secret !== undefined) sample.headers["x-nightshift-signature"] = signatureOf(secret, sample.body);
  return sample;
}
