// A process of its own that tries wrong passwords all at once and says how it went: `tries email address`.
import { signIn } from "@/lib/auth";
import { closeDatabase } from "@/lib/platform/db";

const [tries = "0", email = "", address = ""] = process.argv.slice(2);
const origin = { address, userAgent: null };
const outcomes = await Promise.all(
  Array.from({ length: Number(tries) }, () => signIn({ email, password: "wrong" }, origin)),
);
process.stdout.write(`${JSON.stringify(outcomes.map(({ outcome }) => outcome))}\n`);
await closeDatabase();
process.exit(0);
