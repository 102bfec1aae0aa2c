import { AppError, conflict, errorText, notFound, unavailable } from "@/lib/platform/errors";
import type { PracticeService, PracticeTarget } from "@/lib/platform/practice-contract";
import { newLock } from "./lock";
import type { Scenario } from "./scenario";
import type { PracticeServer, ServerState } from "./server";

/** What a kind of server is to the sandbox, whichever way it is run. */
export type PracticeKind = {
  kind: "redis" | "postgres";
  scenarios: Scenario[];
  connection: PracticeTarget["connection"];
  /** Returns once newcomers are served and what the scenarios need is in place. */
  untilAnswers(timeoutMs: number, signal: AbortSignal): Promise<void>;
  /** Undoes what actions may have changed in the server's settings. */
  restore(): Promise<void>;
};

/** A practice service: a server that runs, and the ways of breaking it. Changes happen one at a time. */
export type Practice = {
  readonly service: string;
  /** Brings it up; keeps quiet about a failure, which the view then shows. Returns the failure's words. */
  bringUp(): Promise<string | null>;
  view(): Promise<PracticeService>;
  target(): Promise<PracticeTarget>;
  inject(scenarioId: string): Promise<PracticeService>;
  heal(): Promise<PracticeService>;
  /** Lets go of everything held and stops the server. */
  close(): Promise<void>;
};

/** `signal` ends every wait, so that a sandbox that is told to stop does. */
export function newPractice(
  service: string,
  server: PracticeServer,
  kind: PracticeKind,
  signal: AbortSignal,
): Practice {
  const oneAtATime = newLock();
  // Why the last attempt to start it failed; null once one has succeeded.
  let failure: string | null = null;

  async function observe(): Promise<ServerState> {
    const now = await server.state();
    return now.state === "stopped" && failure !== null ? { state: "unavailable", hint: failure } : now;
  }

  const letGo = () => Promise.allSettled(kind.scenarios.map((scenario) => scenario.letGo?.()));

  async function run(): Promise<void> {
    try {
      await server.start();
      // A server that was found running may be full, or be another installation's: then it is made anew.
      await kind.untilAnswers(20_000, signal).catch(async (error) => {
        signal.throwIfAborted();
        if ((await server.state()).state === "unavailable") throw error;
        await server.recreate();
        await kind.untilAnswers(30_000, signal);
      });
      failure = null;
    } catch (error) {
      failure = errorText(error);
      throw error;
    }
  }

  async function view(): Promise<PracticeService> {
    const { state, hint } = await observe();
    const scenarios = await Promise.all(
      kind.scenarios.map(async (scenario) => ({
        id: scenario.id,
        title: scenario.title,
        description: scenario.description,
        active: await scenario.isActive(state),
      })),
    );
    return { service, kind: kind.kind, mode: server.mode, state, hint, scenarios };
  }

  /** A refusal in words of its own, whatever failed underneath. */
  const refuse = (what: string, error: unknown): AppError =>
    error instanceof AppError ? error : unavailable(`${what}: ${errorText(error)}`);

  return {
    service,
    view,
    bringUp: () =>
      oneAtATime(async () => {
        try {
          await run();
          return null;
        } catch (error) {
          return errorText(error);
        }
      }),
    target: async () => {
      const { state, hint } = await observe();
      const isNowhere = state === "unavailable" && server.mode === "process";
      return {
        service,
        kind: kind.kind,
        target: isNowhere ? { kind: "none", name: service } : await server.target(),
        connection: kind.connection,
        hint,
      };
    },
    inject: (scenarioId) =>
      oneAtATime(async () => {
        const scenario = kind.scenarios.find(({ id }) => id === scenarioId);
        if (!scenario) throw notFound(`The scenario ${scenarioId} of ${service}`);
        const { state, hint } = await observe();
        if (state === "unavailable") throw unavailable(`${service} cannot run: ${hint}`);
        if (!(await scenario.isActive(state))) {
          if (state === "stopped") throw conflict(`${service} is down; heal it first`);
          await scenario.inject().catch((error) => {
            throw refuse(`${service} could not be broken by ${scenarioId}`, error);
          });
        }
        return view();
      }),
    heal: () =>
      oneAtATime(async () => {
        try {
          await letGo();
          await run();
          for (const scenario of kind.scenarios) await scenario.heal?.();
          await kind.restore();
        } catch (error) {
          throw refuse(`${service} could not be healed`, error);
        }
        return view();
      }),
    close: () =>
      oneAtATime(async () => {
        await letGo();
        await server.stop();
      }),
  };
}
