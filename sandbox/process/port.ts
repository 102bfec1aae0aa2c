import { connect } from "node:net";
import { unavailable } from "@/lib/platform/errors";

/** Whether something accepts connections on this port of the loopback address. */
export const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    const answer = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.setTimeout(2_000, () => answer(false));
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });

/** Throws when another program has the port that a service is about to take. */
export async function refuseTakenPort(service: string, port: number): Promise<void> {
  if (await isListening(port)) {
    throw unavailable(`Port ${port} is in use by another program; stop it or set another port for ${service}`);
  }
}
