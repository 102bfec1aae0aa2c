import type { Server, Socket } from "socket.io";
import type { Ctx } from "@/lib/auth";
import type { ClientEvents, ServerEvents } from "@/lib/realtime/contract";

type SocketData = { ctx: Ctx; identify: () => Promise<Ctx | null> };

/** The typed Socket.IO server, and one connection of it. */
export type Io = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type Client = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

export const roomOf = (organizationId: string): string => `organization:${organizationId}`;
