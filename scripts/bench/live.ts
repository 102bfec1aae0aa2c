import { io, type Socket } from "socket.io-client";
import type { ClientEvents, ServerEvents } from "@/lib/realtime/contract";
import { type ExecutionEvent, type ExecutionView, isFinal } from "@/lib/remediation/contract";
import { inTime } from "./wait";

type Message<Name extends keyof ServerEvents> = Parameters<ServerEvents[Name]>[0];
type Frame = Message<"execution:event">;

/** One Socket.IO connection, as a browser has one. */
export type Live = {
  /** The first message of this name that comes from now on and is the one looked for. */
  hear<Name extends keyof ServerEvents>(
    what: string,
    name: Name,
    isIt: (message: Message<Name>) => boolean,
  ): Promise<Message<Name>>;
  /** Follows an execution from its first event; `onFrame` is called as frames arrive. Resolves when all of it was told. */
  follow(executionId: string, onFrame: (frame: Frame) => void): Promise<Followed>;
  close(): void;
};

export type Followed = { execution: ExecutionView; events: ExecutionEvent[] };

export async function openLive(url: string, apiKey: string, signal: AbortSignal): Promise<Live> {
  const socket: Socket<ServerEvents, ClientEvents> = io(url, {
    path: "/socket.io",
    auth: { apiKey },
    transports: ["websocket"],
  });
  await inTime(
    "the live connection",
    new Promise<void>((connected, refused) => {
      socket.once("connect", connected);
      socket.once("connect_error", refused);
    }),
    signal,
  );

  function hear<Name extends keyof ServerEvents>(what: string, name: Name, isIt: (message: Message<Name>) => boolean) {
    let stop = () => {};
    const heard = new Promise<Message<Name>>((resolve) => {
      const listener = (message: Message<Name>) => {
        if (isIt(message)) resolve(message);
      };
      // Socket.IO's types cannot relate a generic name to its listener; the signature above does.
      socket.on(name, listener as never);
      stop = () => socket.off(name, listener as never);
    });
    const coming = inTime(what, heard, signal).finally(() => stop());
    // Whoever awaits it hears of its failure; nobody does when something else fails first, and that must not end the process.
    coming.catch(() => {});
    return coming;
  }

  async function follow(executionId: string, onFrame: (frame: Frame) => void): Promise<Followed> {
    const events: ExecutionEvent[] = [];
    const over = hear("the end of an execution", "execution:event", (frame) => {
      if (frame.execution.id !== executionId) return false;
      onFrame(frame);
      events.push(...frame.events);
      const isLast = frame.events.some(({ phase }) => phase === "complete" || phase === "error");
      return isLast && isFinal(frame.execution.state);
    });
    const answer = socket.emitWithAck("execution:follow", { executionId, after: 0 });
    const [{ execution }, taken] = await Promise.all([over, answer]);
    socket.emit("execution:unfollow", { executionId });
    if (!taken.ok) throw new Error(`The execution could not be followed: ${taken.error}`);
    return { execution, events };
  }

  return { hear, follow, close: () => void socket.disconnect() };
}
