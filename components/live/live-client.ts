import { io, type Socket } from "socket.io-client";
import type { ClientEvents, ServerEvents } from "@/lib/realtime/contract";
import { isShown } from "./shown";

/**
 * `live`: events arrive. `behind`: they do, but something that is shown could not be read anew. `reconnecting`: the connection was lost a
 * moment ago. `polling`: it stays away, so the API is asked instead.
 */
export type LiveState = Connection | "behind";
type Connection = "connecting" | "live" | "reconnecting" | "polling";
export type LiveSocket = Socket<ServerEvents, ClientEvents>;

const POLL_AFTER_MS = 4_000;
const RETURN_AFTER_MS = 500;
const POLL_EVERY_MS = 5_000;

/** The one connection of a browser tab. It never gives up: Socket.IO backs off up to ten seconds and tries on. */
export class LiveClient {
  private state: Connection = "connecting";
  private opened: LiveSocket | undefined;
  private readonly watchers = new Set<() => void>();
  private readonly catchUps = new Set<() => void>();
  private fallback: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private poll: ReturnType<typeof setInterval> | undefined;
  private readonly old = new Set<() => void>();
  private again: ReturnType<typeof setInterval> | undefined;

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
    clearInterval(this.again);
    this.again = undefined;
  }

  readonly getState = (): LiveState => (this.state === "live" && this.old.size > 0 ? "behind" : this.state);

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

  /** What `ask` asks for could not be had, so that what is shown is old: it is called every five seconds while somebody looks. */
  fellBehind(ask: () => void): void {
    this.watched(() => this.old.add(ask));
    this.again ??= setInterval(() => this.askAgain(), POLL_EVERY_MS);
  }

  /** What `ask` asks for has arrived, or nobody wants it any more. */
  caughtUp(ask: () => void): void {
    this.watched(() => this.old.delete(ask));
    if (this.old.size > 0) return;
    clearInterval(this.again);
    this.again = undefined;
  }

  private askAgain(): void {
    // Whoever polls asks for everything as often.
    if (this.poll !== undefined || !isShown()) return;
    for (const ask of this.old) ask();
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

  private become(state: Connection): void {
    this.watched(() => {
      this.state = state;
    });
  }

  /** Tells whoever watches the state when `change` makes another of it. */
  private watched(change: () => void): void {
    const before = this.getState();
    change();
    if (this.getState() === before) return;
    for (const watcher of this.watchers) watcher();
  }

  private catchUp(): void {
    for (const catchUp of this.catchUps) catchUp();
  }
}
