import type { Alert } from "../../alert";
import { alertOf, type Group, groupOf, readGroup } from "../alertmanager/group";
import { type Json, objectOf, readJson } from "../read-json";
import type { Arrived, Reading } from "../source";
import { firstText, labelsOf, linksOf, most, paragraphs, textOf } from "../texts";

/** Alertmanager's notifications with more in them: measured values, and links into Grafana. */
export function read({ body }: Arrived): Reading {
  return readGroup(groupOf(readJson(body)), withGrafana);
}

function withGrafana(entry: Json, group: Group, place: string): Alert {
  const alert = alertOf(entry, group, place);
  const labels = objectOf(entry.labels);
  const values = valuesOf(entry);
  return {
    ...alert,
    title: titleOf(alert.title, labels, objectOf(entry.annotations)),
    description: paragraphs(alert.description, values === "" ? "" : `Values: ${values}`),
    labels: labelsOf(alert.labels, values === "" ? {} : { values }),
    links: linksOf(
      { href: entry.dashboardURL, text: "Dashboard" },
      { href: entry.panelURL, text: "Panel" },
      { href: entry.imageURL, text: "Picture of the panel" },
      { href: entry.silenceURL, text: "Silence it" },
      ...alert.links,
    ),
  };
}

/** When a query gives nothing, or fails, Grafana fires an alert of its own in the rule's place and keeps the rule's name in a label. */
const standIns: Record<string, string> = { DatasourceNoData: "No data", DatasourceError: "Query failed" };

function titleOf(usual: string, { alertname, rulename }: Json, annotations: Json): string {
  const word = typeof alertname === "string" && Object.hasOwn(standIns, alertname) ? standIns[alertname] : undefined;
  if (word === undefined) return usual;
  const name = firstText(most.title, annotations.summary, rulename);
  return name === null ? word : textOf(`${word}: ${name}`, most.title);
}

function valuesOf({ values, valueString }: Json): string {
  const each = Object.entries(labelsOf(values)).map(([name, value]) => `${name} = ${value}`);
  return each.length > 0 ? textOf(each.join(", "), most.label) : textOf(valueString, most.label);
}
