import Docker from "dockerode";
import type { Watched } from "@/lib/monitoring";
import { COLLECTOR_MS } from "../collectors/finding";
import type { Place } from "./tool";

export const isContainer = ({ watched }: Place): boolean => watched?.target.kind === "docker";
export const containerOf = ({ watched }: Place): string => (watched as Watched).target.name;
export const engine = () => new Docker({ timeout: COLLECTOR_MS });
