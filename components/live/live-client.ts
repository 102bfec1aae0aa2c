import { io, type Socket } from "socket.io-client";
import type { ClientEvents, ServerEvents } from "@/lib/realtime/contract";

/** `live`: events arrive. `reconnecting`: the connection was lost a moment ago. `polling`: it stays away, so the API is asked instead. */
export type LiveState = "connecting" | "live" | "reconnecting" | "polling";
export type LiveSocket = Socket<ServerEvents, ClientEvents>;

const POLL_AFTER_MS = 4_000;
const RETURN_AFTER_MS = 500;
const POLL_EVERY_MS = 5_000;

/** The one connection of a browser tab. It never gives up: Socket.IO backs off up to ten seconds and tries on. */
export class LiveClient {
  private state: LiveState = "connecting";
  private opened: LiveSocket | undefined;
  private readonly watchers = new Set<() => void>();
  private readonly catchUps = new Set<() => void>();
  private fallback: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private poll: ReturnType<typeof setInterval> | undefined;

  /** Made when first used, which is in the browser: components that hold a client are rendered on the server too. */
  get socket(): LiveSocket {
    this.opened ??= this.open();
    return this.opened;
  }

  start(): void {
    this.socket.connect();
    this.becomeAbsent();
  }

  stop(): void {
    // In this order: a disconnect starts the fall back to polling.
    this.opened?.disconnect();
    clearTimeout(this.retry);
    this.endPolling();
  }

  readonly getState = (): LiveState => this.state;

  readonly watchState = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  /**
   * Calls `catchUp` at every connect, the first one included, and every five seconds while there is no connection: whatever is shown may
   * be old. Where there is a connection, at once: between the server's reading and now nobody listened for what is shown.
   */
  onCatchUp(catchUp: () => void): () => void {
    this.catchUps.add(catchUp);
    if (this.state === "live") catchUp();
    return () => this.catchUps.delete(catchUp);
  }

  private open(): LiveSocket {
    const socket: LiveSocket = io({
      path: "/socket.io",
      autoConnect: false,
      reconnectionDelay: 500,
      reconnectionDelayMax: 10_000,
      timeout: 8_000,
    });
    socket.on("connect", () => this.becomeLive());
    socket.on("disconnect", () => {
      this.becomeAbsent();
      // Shown out: the session has ended, or went to another organization. Socket.IO does not come back from that by itself.
      if (!socket.active) this.retry = setTimeout(() => socket.connect(), RETURN_AFTER_MS);
    });
    socket.on("connect_error", () => {
      this.becomeAbsent();
      // A refusal by the server, unlike a lost connection, is not tried again by Socket.IO itself.
      if (!socket.active) this.retry = setTimeout(() => socket.connect(), POLL_EVERY_MS);
    });
    return socket;
  }

  private becomeLive(): void {
    this.endPolling();
    this.become("live");
    this.catchUp();
  }

  private becomeAbsent(): void {
    if (this.state === "live") this.become("reconnecting");
    if (this.fallback !== undefined || this.poll !== undefined) return;
    this.fallback = setTimeout(() => {
      this.fallback = undefined;
      this.become("polling");
      this.catchUp();
      this.poll = setInterval(() => this.catchUp(), POLL_EVERY_MS);
    }, POLL_AFTER_MS);
  }

  private endPolling(): void {
    clearTimeout(this.fallback);
    clearInterval(this.poll);
    this.fallback = undefined;
    this.poll = undefined;
  }

  private become(state: LiveState): void {
    if (this.state === state) return;
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }

  private catchUp(): void {
    for (const catchUp of this.catchUps) catchUp();
  }
}
