import { z } from "zod";
import { IsoTime } from "../platform/contract";

export const GITHUB_API = "https://api.github.com";

/** Where the REST API answers; paths are put behind it. */
const ApiUrl = z
  .string()
  .trim()
  .max(300)
  .overwrite((url) => url.replace(/\/+$/, ""))
  .refine((url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol), {
    message: "Enter an address that begins with https://",
    abort: true,
  })
  .refine((url) => new URL(url).username === "" && new URL(url).password === "", {
    message: "The address holds a name or a password; leave them out",
  })
  .refine((url) => !/[?#]/.test(url), { message: "Leave out what follows the path" })
  .refine((url) => !/^(www\.)?github\.com$/.test(new URL(url).hostname), {
    message: `That is the address for people; the API of github.com is at ${GITHUB_API}`,
  });

export const ConnectGitHub = z.object({
  token: z
    .string()
    .trim()
    .min(1, "Enter a token")
    .max(500)
    .regex(/^[\x21-\x7e]*$/, "A token has no spaces and no special characters")
    .describe(
      "A fine-grained token that may read: Metadata, Contents, Pull requests and Deployments of the repositories that services name. Stored encrypted, never returned.",
    ),
  api_url: ApiUrl.default(GITHUB_API).describe("With GitHub Enterprise: `https://<host>/api/v3`."),
});
export type ConnectGitHub = z.input<typeof ConnectGitHub>;

export const GitHubConnectionView = z
  .object({
    is_connected: z.boolean(),
    api_url: z.string().nullable(),
    connected_by: z.string().nullable(),
    updated_at: IsoTime.nullable(),
  })
  .meta({ id: "GitHubConnection" });
export type GitHubConnectionView = z.infer<typeof GitHubConnectionView>;

export const GitHubTestView = z
  .object({ works: z.boolean(), words: z.string().describe("What GitHub said, or why nothing was heard of it.") })
  .meta({ id: "GitHubTest" });
export type GitHubTestView = z.infer<typeof GitHubTestView>;
