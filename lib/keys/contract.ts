import { z } from "zod";
import { permissionWords, Scope } from "../auth/contract";
import { IsoTime, SentTime } from "../platform/contract";
import { nameText } from "../platform/name-contract";

const Name = nameText(100);
const MOST_OVERLAP_MINUTES = 7 * 24 * 60;
const OverlapMinutes = z.number().int().min(0).max(MOST_OVERLAP_MINUTES);

/** How long an old secret goes on working when nobody says otherwise: long enough to roll out the new one. */
export const USUAL_OVERLAP_MINUTES = 60;

/** What each scope lets a key do, for people. */
export const scopeWords: Record<Scope, string> = {
  read: "Look at everything, change nothing",
  respond: `Also ${permissionWords.respond}`,
  operate: `Also ${permissionWords.operate}; ${permissionWords.practise}`,
  admin: `Also ${permissionWords.configure}; ${permissionWords.administer}`,
};

export const KeyState = z.enum(["active", "expired", "revoked"]);
export type KeyState = z.infer<typeof KeyState>;

/** An API key, without its secret: nobody can read that again. */
export const ApiKeyView = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe("How the key begins, to recognize it by"),
    scope: Scope,
    state: KeyState,
    created_at: IsoTime,
    created_by: z.string(),
    expires_at: IsoTime.nullable(),
    rotated_at: IsoTime.nullable(),
    overlap: z
      .object({
        ends_at: IsoTime.describe("When the last of the older secrets stops working"),
        last_used_at: IsoTime.nullable().describe("When an older secret was last used"),
      })
      .nullable()
      .describe("Set while a secret that was rotated away still works"),
    revoked_at: IsoTime.nullable(),
    revoked_by: z.string().nullable(),
    last_used_at: IsoTime.nullable().describe("To the minute"),
    last_used_from: z.string().nullable().describe("The address it was last used from"),
    last_used_agent: z.string().nullable().describe("The program that used it, by its own words"),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.infer<typeof ApiKeyView>;

/** An API key with its secret: the only time it is shown. */
export const NewApiKey = z
  .object({ api_key: ApiKeyView, key: z.string().describe("The secret. It is shown this once; only its hash is kept") })
  .meta({ id: "NewApiKey" });
export type NewApiKey = z.infer<typeof NewApiKey>;

export const CreateApiKey = z.object({
  name: Name,
  scope: Scope,
  expires_at: SentTime.optional().describe("Left out: it works until it is revoked"),
});
export type CreateApiKey = z.infer<typeof CreateApiKey>;

export const RenameApiKey = z.object({ name: Name });
export type RenameApiKey = z.infer<typeof RenameApiKey>;

export const RotateApiKey = z.object({
  overlap_minutes: OverlapMinutes.default(USUAL_OVERLAP_MINUTES).describe("How long the old secret goes on working"),
});
export type RotateApiKey = z.infer<typeof RotateApiKey>;

export const RotateByName = z.object({
  service: Name.describe("The name of the API key"),
  overlap_minutes: z.coerce.number().pipe(OverlapMinutes).default(USUAL_OVERLAP_MINUTES),
});
export type RotateByName = z.infer<typeof RotateByName>;
