import { database } from "./database";
import { network } from "./network";
import { security } from "./security";
import { server } from "./server";
import type { Story } from "./story";

/** Every story that can be told. */
export const stories: readonly Story[] = [...database, ...server, ...security, ...network];
