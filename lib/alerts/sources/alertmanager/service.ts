import type { Json } from "../read-json";
import { firstText, most, textOf } from "../texts";

/** Where rules say which service it is about, the plainest first. */
const serviceLabels = [
  "service",
  "service_name",
  "job",
  "app",
  "app_kubernetes_io_name",
  "deployment",
  "statefulset",
  "daemonset",
  "namespace",
  "instance",
];

/** What measures many machines under one name, and is not what is wrong with any of them. */
const MEASURES_MACHINES = /(^|[-_.])(exporter|node|kubelet|cadvisor|blackbox)$/i;
const MEASURES_CLUSTER = /(^|[-_.])kube-state-metrics$/i;

/** The service that labels name. Where they name what measured instead, the machine that it measured: otherwise all machines would be one. */
export function serviceOf(labels: Json): string | null {
  const texts = serviceLabels.map((name) => ({ name, text: textOf(labels[name], most.service) }));
  const isOf = (pattern: RegExp) => texts.some(({ text }) => pattern.test(text));
  const told = texts.filter(({ text }) => !MEASURES_MACHINES.test(text) && !MEASURES_CLUSTER.test(text));
  // The namespace is then that of what measured.
  const isMachine = isOf(MEASURES_MACHINES) && !isOf(MEASURES_CLUSTER);
  const named = told.filter(({ name }) => name !== "instance" && !(isMachine && name === "namespace"));
  const machine = isMachine ? hostIn(labels.instance) : labels.instance;
  return firstText(
    most.service,
    ...named.map(({ text }) => text),
    machine,
    ...serviceLabels.map((name) => labels[name]),
  );
}

/** The host of `host:port`: several things measure one machine, each at a port of its own. */
const hostIn = (instance: unknown): string => textOf(instance, most.service).replace(/^([^/\s]+):\d{1,5}$/, "$1");
