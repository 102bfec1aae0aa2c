import type { KnownKey } from "@/lib/people/contract";

/** Which API keys end, for whoever is asked whether they shall, or is told that they have. */
export function KnownKeys({ keys, has }: { keys: readonly KnownKey[]; has: "will end" | "have ended" }) {
  if (keys.length === 0) return null;
  const count = keys.length === 1 ? "1 API key" : `${keys.length} API keys`;
  return (
    <div className="text-sm">
      <p>
        {has === "will end"
          ? `${count} of which they were shown the secret end at once. Whatever uses them is refused: give it another key first.`
          : `${count} of which they were shown the secret ended. Whatever used them needs another key.`}
      </p>
      <ul className="mt-1 list-disc pl-5">
        {keys.map(({ id, name, prefix, scope, secret }) => (
          <li key={id} className="wrap-anywhere">
            {name} (<code className="verbatim">{prefix}…</code>, {scope}
            {secret === "old" && "; its old secret only, the key goes on"})
          </li>
        ))}
      </ul>
    </div>
  );
}
