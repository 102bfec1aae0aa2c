import type { ConfigInput, IntegrationConfig } from "./contract";

/** The settings with what is given put in their place: what is left out stays, inside of `mapping`, `heartbeat` and `write_back` as well. */
export function mergedConfig(before: IntegrationConfig, given: ConfigInput): IntegrationConfig {
  const { mapping, heartbeat, write_back: writeBack, ...settings } = given;
  return {
    ...before,
    ...named(settings),
    mapping: { ...before.mapping, ...named(mapping) },
    heartbeat: { ...before.heartbeat, ...named(heartbeat) },
    write_back: { ...before.write_back, ...named(writeBack) },
  };
}

type Named<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const named = <T extends object>(fields: T = {} as T): Named<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Named<T>;
