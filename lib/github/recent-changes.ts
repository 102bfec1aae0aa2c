import { z } from "zod";
import { type Ctx, require } from "@/lib/auth";
import { clock } from "@/lib/platform/clock";
import { type Account, accountOf } from "./account";
import { ask } from "./ask";
import { type Listed, listNewest } from "./list-newest";

export type Deployment = {
  environment: string;
  ref: string;
  sha: string;
  /** Its newest status; null when that is not known. */
  state: string | null;
  by: string | null;
  at: Date;
};
export type MergedPullRequest = { number: number; title: string; by: string | null; base: string; at: Date };
export type Commit = { sha: string; message: string; by: string; at: Date };

/** Each newest first, as other people wrote them: their texts are not to be trusted. */
export type Changes = {
  branch: string;
  deployments: Listed<Deployment>;
  pulls: Listed<MergedPullRequest>;
  commits: Listed<Commit>;
};

/** Changes of a repository (`owner/name`) between two times. */
export type ChangesQuery = { repository: string; from: Date; until: Date; withinMs: number };

/** An organization's GitHub, to look at. */
export type GitHub = {
  host: string;
  /** Never throws: `problem` says in words why nothing could be seen. */
  changes(query: ChangesQuery): Promise<Changes | { problem: string }>;
};

/** The GitHub that the organization has connected; null without one. The token stays in this room. */
export async function gitHubOf(ctx: Ctx): Promise<GitHub | null> {
  require(ctx, "read");
  const account = await accountOf(ctx.organizationId);
  if (!account) return null;
  return { host: new URL(account.apiUrl).host, changes: (query) => changesOf(account, query) };
}

const Sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const At = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const Person = z.object({ login: z.string() }).nullable().catch(null);
// The parts that are used of https://docs.github.com/en/rest/repos/repos, …/commits/commits, …/pulls/pulls and …/deployments.
const RepositoryAnswer = z.object({ default_branch: z.string().min(1) });
const CommitItem = z.object({
  sha: Sha,
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string() }).nullable().catch(null),
    committer: z.object({ date: At }),
  }),
});
const PullItem = z.object({
  number: z.int(),
  title: z.string(),
  user: Person,
  base: z.object({ ref: z.string() }),
  merged_at: At.nullable(),
  updated_at: At,
});
const DeploymentItem = z.object({
  id: z.int(),
  environment: z.string(),
  ref: z.string(),
  sha: Sha,
  creator: Person,
  created_at: At,
});
const StatusItem = z.object({ state: z.string(), created_at: At });

type Asking = { account: Account; path: string[]; from: Date; until: Date; deadline: number };

async function changesOf(account: Account, query: ChangesQuery): Promise<Changes | { problem: string }> {
  const { repository, from, until, withinMs } = query;
  const path = ["repos", ...repository.split("/")];
  const deadline = clock.now().getTime() + withinMs;
  const known = await ask(account, { path, answer: RepositoryAnswer, deadline });
  if ("problem" in known) return { problem: known.problem };
  const branch = known.found.default_branch;
  const asking = { account, path, from, until, deadline };
  const [deployments, pulls, commits] = await Promise.all([
    deploymentsOf(asking),
    pullsOf(asking),
    commitsOf(asking, branch),
  ]);
  return { branch, deployments, pulls, commits };
}

/** `since` and `until` are about when a commit was made, as its committer says. */
async function commitsOf({ account, path, from, until, deadline }: Asking, branch: string): Promise<Listed<Commit>> {
  const found = await listNewest(account, {
    path: [...path, "commits"],
    query: { sha: branch, since: from.toISOString(), until: until.toISOString() },
    item: CommitItem,
    deadline,
  });
  return newest(found, ({ sha, commit: { message, author, committer } }) => [
    { sha, message, by: author?.name ?? "", at: committer.date },
  ]);
}

/** There is no list by the time of merging; one that was merged in this time has not been updated before it. */
async function pullsOf({ account, path, from, until, deadline }: Asking): Promise<Listed<MergedPullRequest>> {
  const found = await listNewest(account, {
    path: [...path, "pulls"],
    query: { state: "closed", sort: "updated", direction: "desc" },
    item: PullItem,
    isPast: ({ updated_at }) => updated_at < from,
    deadline,
  });
  return newest(found, ({ number, title, user, base, merged_at: at }) =>
    at !== null && at >= from && at <= until ? [{ number, title, by: user?.login ?? null, base: base.ref, at }] : [],
  );
}

/** So many of them are asked how they went. */
const MOST_STATES = 10;

async function deploymentsOf({ account, path, from, until, deadline }: Asking): Promise<Listed<Deployment>> {
  const found = await listNewest(account, {
    path: [...path, "deployments"],
    item: DeploymentItem,
    isPast: ({ created_at }) => created_at < from,
    deadline,
  });
  const inTime = found.items.filter(({ created_at }) => created_at <= until);
  const states = new Map(
    await Promise.all(
      inTime.slice(0, MOST_STATES).map(async ({ id }): Promise<[number, string | null]> => {
        const heard = await ask(account, {
          path: [...path, "deployments", id, "statuses"],
          query: { per_page: MOST_STATES },
          answer: z.array(StatusItem),
          deadline,
        });
        const told = "found" in heard ? heard.found : [];
        return [id, told.toSorted((a, b) => b.created_at.getTime() - a.created_at.getTime())[0]?.state ?? null];
      }),
    ),
  );
  return newest({ ...found, items: inTime }, ({ id, environment, ref, sha, creator, created_at: at }) => [
    { environment, ref, sha, state: states.get(id) ?? null, by: creator?.login ?? null, at },
  ]);
}

const newest = <From, To extends { at: Date }>(
  { items, ...rest }: Listed<From>,
  read: (item: From) => To[],
): Listed<To> => ({ ...rest, items: items.flatMap(read).toSorted((a, b) => b.at.getTime() - a.at.getTime()) });
