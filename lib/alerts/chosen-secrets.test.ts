import { afterAll, expect, test } from "vitest";
import { addNote, getIncident, listIncidents, listTimeline } from "@/lib/incidents";
import { addSecret, changeConfig, createIntegration, findIntegration, keyOf } from "@/lib/integrations";
import { checkService, createService, listServices } from "@/lib/monitoring";
import { pool } from "@/lib/platform/db";
import { freePort } from "@/lib/platform/free-port";
import { closeDatabase } from "@/test/caller";
import { newOrganization } from "@/test/organization";
import { processDeliveries, receive } from ".";

type Organization = Awaited<ReturnType<typeof newOrganization>>;

afterAll(closeDatabase);

const WORDS = ["deployment", "Checkout-2026", "Checkout-2027-key", "Checkout-2028"];
const [, PASSWORD, SECRET, TOKEN] = WORDS as [string, string, string, string];
const title = `${WORDS.join(", ")}: slow`;

/** People give words that others use: as passwords of services, as a secret and as a token of an integration. */
async function chooses({ owner }: Organization): Promise<void> {
  for (const [index, password] of ["deployment", PASSWORD].entries()) {
    const name = `closed-${index}`;
    await createService(owner, { name, kind: "redis", host: "127.0.0.1", port: await freePort(), password });
    await checkService(owner, name);
  }
  await createIntegration(owner, { source: "pagerduty", name: "chosen" });
  await addSecret(owner, "chosen", { value: SECRET });
  await changeConfig(owner, "chosen", { api_token: TOKEN });
  await findIntegration(owner, "chosen");
}

/** What is kept of an alert with these words, and of a note about it. */
async function kept({ id, owner }: Organization) {
  const { secret } = await createIntegration(owner, { source: "generic", name: "words" });
  const headers = { authorization: `Bearer ${secret}` };
  const body = Buffer.from(JSON.stringify({ title, service: `${PASSWORD}-api`, dedup_key: title }));
  const key = keyOf(await findIntegration(owner, "words"));
  await receive({ source: "generic", key, headers, body, address: null, requestId: "test" });
  await processDeliveries();
  const [found] = (await listIncidents(owner, { service: `${PASSWORD}-api` })).items;
  const incident = await getIncident(owner, found?.id ?? "");
  await addNote(owner, incident.id, { text: title });
  const { rows } = await pool().query(
    "SELECT (SELECT json_agg(data) FROM audit_entries WHERE organization_id = $1) AS audit, (SELECT json_agg(dedup_key) FROM alerts WHERE organization_id = $1) AS keys",
    [id],
  );
  const services = (await listServices(owner)).map(({ name }) => name);
  return { incident, services, notes: await listTimeline(owner, incident.id), record: JSON.stringify(rows[0]) };
}

test("whatever people choose as a password, a secret or a token changes no name, note or record, of others or their own", async () => {
  const [chooser, other] = [await newOrganization(), await newOrganization()];
  await chooses(chooser);
  for (const organization of [other, chooser]) {
    const { incident, services, notes, record } = await kept(organization);
    expect(incident).toMatchObject({ title, service_name: `${PASSWORD}-api` });
    expect(services).toContain(`${PASSWORD}-api`);
    expect(notes.map(({ text }) => text)).toContain(title);
    expect(record).toContain(`"keys":["${title}"]`);
    expect(record.split(title).length).toBeGreaterThan(2);
    expect(JSON.stringify({ incident, services, notes }) + record).not.toContain("[redacted]");
  }
});
