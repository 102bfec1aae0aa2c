import { clock } from "@/lib/platform/clock";
import { usdOf } from "./prices";
import { tokensIn, type Usage } from "./usage";

/** How far one investigation or answer may go. */
export type Limits = {
  looks: number;
  seconds: number;
  tokens: number;
  usd: number;
  /** The dollars in words: what they are, or are what is left of. */
  money: string;
};
type Usual = Omit<Limits, "usd" | "money">;

/** Money is the organization's to limit: see `../budget`. */
export const usualLimits: Usual = { looks: 30, seconds: 240, tokens: 600_000 };

/** A question is narrower than an incident, and somebody waits for the answer. */
export const answerLimits: Usual = { looks: 12, seconds: 150, tokens: 300_000 };

/** What one investigation has used of its limits. */
export class Spent {
  looks = 0;
  tokens = 0;
  usd = 0;
  private readonly began = clock.now().getTime();

  constructor(private readonly limits: Limits) {}

  answer(model: string, usage: Usage): void {
    this.tokens += tokensIn(usage);
    this.usd += usdOf(model, usage);
  }

  get remainingMs(): number {
    return this.began + this.limits.seconds * 1_000 - clock.now().getTime();
  }

  /** Which limit is reached, in words; null while there is none. */
  get exhausted(): string | null {
    const { looks, seconds, tokens, usd, money } = this.limits;
    if (this.looks >= looks) return `${looks} looks`;
    if (this.remainingMs <= 0) return `${seconds} seconds`;
    if (this.tokens >= tokens) return `${tokens.toLocaleString("en-US")} tokens`;
    return this.usd >= usd ? money : null;
  }
}
