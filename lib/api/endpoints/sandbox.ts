import { InjectFailure, PracticeService, SandboxView } from "../../integrations/contract";
import { endpoint } from "../endpoint";

const area = "sandbox";

export const sandbox = {
  get: endpoint({
    method: "GET",
    path: "/sandbox",
    area,
    scope: "read",
    summary: "The practice services and what can be broken in them",
    answer: SandboxView,
    examples: [{ summary: "What there is" }],
  }),
  inject: endpoint({
    method: "POST",
    path: "/sandbox/{service}/inject-failure",
    area,
    scope: "operate",
    summary: "Break a practice service, for real",
    body: InjectFailure,
    answer: PracticeService,
    message: "Broken on purpose",
    examples: [
      {
        summary: "Fill its memory",
        params: { service: "redis-test" },
        body: { scenario: "memory-exhaustion" },
        status: 409,
      },
    ],
  }),
  heal: endpoint({
    method: "POST",
    path: "/sandbox/{service}/heal",
    area,
    scope: "operate",
    summary: "Undo what was broken",
    answer: PracticeService,
    message: "Healed",
    examples: [{ summary: "Heal it", params: { service: "redis-test" }, status: 409 }],
  }),
};
