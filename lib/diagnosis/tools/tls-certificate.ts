import { z } from "zod";
import { guardedTarget } from "@/lib/platform/guarded-fetch";
import { ask, COLLECTOR_MS, commandLine } from "../collectors/finding";
import { certificateAt } from "./certificate";
import { hostOf } from "./host-of";
import { tool } from "./tool";

export const tlsCertificate = tool({
  name: "tls_certificate",
  says: "The certificate that the service shows, when it speaks TLS from the first byte: for which names, by whom, until when.",
  input: z.object({}),
  fits: ({ watched, links }) => watched !== null || links.healthUrl?.startsWith("https:") === true,
  look: (place) => {
    const { watched, links } = place;
    const port = watched?.connection.port ?? (Number(new URL(links.healthUrl as string).port) || 443);
    const command = commandLine(["openssl", "s_client", "-connect", `${hostOf(place)}:${port}`]);
    return ask("tls", command, COLLECTOR_MS, async () => {
      // What people have entered as a health address is called as one: only where outgoing calls may go.
      const target = watched?.connection ?? guardedTarget(links.healthUrl as string);
      return { text: await certificateAt(target), facts: {} };
    });
  },
});
