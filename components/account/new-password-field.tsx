import { Field } from "@/components/ui/field";

const LEAST = 12;

/** A password to be chosen: what is asked of it is said before, not after. */
export function NewPasswordField({ label = "Password" }: { label?: string }) {
  return (
    <Field
      label={label}
      type="password"
      name="new-password"
      autoComplete="new-password"
      required
      minLength={LEAST}
      limit={1_024}
      note={`At least ${LEAST} characters; a few words that nobody would guess do well.`}
    />
  );
}
