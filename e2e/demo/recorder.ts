import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

type Facts = Record<string, string | number | null>;
type Chapter = { name: string; times: { step: string; ms: number }[]; facts: Facts };

/** People must be able to follow: so long each picture stands. It is never part of a measured step. */
const PAUSE_MS = 1_500;

/** Collects what the demo shows: a numbered picture and a measured time per step, and a summary at the end. */
export class Recorder {
  private readonly chapters: Chapter[] = [];
  private pictures = 0;

  constructor(
    private readonly folder: string,
    private readonly say: (line: string) => void,
  ) {}

  private page: Page | undefined;

  begin(name: string, page: Page): void {
    this.page = page;
    this.chapters.push({ name, times: [], facts: {} });
    this.say(`\n${name}`);
  }

  /** Does one step and measures how long it took until it could be seen. */
  async step(name: string, work: () => Promise<unknown>): Promise<void> {
    const startedAt = performance.now();
    await work();
    this.record(name, performance.now() - startedAt);
  }

  record(step: string, ms: number): void {
    this.chapter.times.push({ step, ms: Math.round(ms) });
    this.say(`  ${step.padEnd(42)} ${(ms / 1_000).toFixed(2)} s`);
  }

  facts(facts: Facts): void {
    this.chapter.facts = facts;
  }

  async picture(name: string, of: Page | undefined = this.page): Promise<void> {
    const number = String(++this.pictures).padStart(2, "0");
    await of?.screenshot({ path: join(this.folder, `${number}-${this.chapter.name}-${name}.png`) });
    await of?.waitForTimeout(PAUSE_MS);
  }

  /** Writes summary.json and summary.md. */
  finish(mode: string, at: Date): void {
    const summary = { at: at.toISOString(), sandbox: mode, stories: this.chapters };
    writeFileSync(join(this.folder, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
    const parts = this.chapters.map(({ name, times, facts }) =>
      [
        `## ${name}`,
        "",
        ...Object.entries(facts).map(([fact, value]) => `- ${fact.replaceAll("_", " ")}: \`${value}\``),
        "",
        "| step | seconds |",
        "|---|---:|",
        ...times.map(({ step, ms }) => `| ${step} | ${(ms / 1_000).toFixed(2)} |`),
        "",
      ].join("\n"),
    );
    const head = `# The loop, played by a browser\n\n${at.toISOString()}, practice services in ${mode} mode. Measured, not written down.\n\n`;
    writeFileSync(join(this.folder, "summary.md"), head + parts.join("\n"));
  }

  private get chapter(): Chapter {
    const last = this.chapters.at(-1);
    if (!last) throw new Error("No story has begun");
    return last;
  }
}
