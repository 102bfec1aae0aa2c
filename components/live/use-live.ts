"use client"; // Listens while a component is on screen.

import { useEffect, useEffectEvent } from "react";
import type { ServerEvents } from "@/lib/realtime/contract";
import { useLiveClient } from "./live-provider";

/** Calls `handle` for every live event of this name. `handle` may change between renders without a new subscription. */
export function useLiveEvent<Name extends keyof ServerEvents>(name: Name, handle: ServerEvents[Name]): void {
  const client = useLiveClient();
  const latest = useEffectEvent((...args: Parameters<ServerEvents[Name]>) => {
    (handle as (...args: Parameters<ServerEvents[Name]>) => void)(...args);
  });
  useEffect(() => {
    // Socket.IO's types cannot relate a generic name to its listener; the signature above does.
    const listener = ((...args: Parameters<ServerEvents[Name]>) => latest(...args)) as never;
    client.socket.on(name, listener);
    return () => {
      client.socket.off(name, listener);
    };
  }, [client, name]);
}

/** Calls `catchUp` once what is shown is listened for, after a reconnect, and every five seconds while there is no connection. */
export function useCatchUp(catchUp: () => void): void {
  const client = useLiveClient();
  const latest = useEffectEvent(catchUp);
  useEffect(() => client.onCatchUp(() => latest()), [client]);
}
