import { Button } from "@/components/ui/button";

type Props = { email: string; password: string; onFill: () => void };

/** The login that everybody knows, where it works. */
export function DemoLogin({ email, password, onFill }: Props) {
  return (
    <div className="rounded-lg bg-sunken px-3 py-2.5 text-sm">
      <p className="text-muted">This is a demo. Its login:</p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 font-mono text-[0.8125rem]">
        <dt className="sr-only">Email</dt>
        <dd className="col-span-2">{email}</dd>
        <dt className="sr-only">Password</dt>
        <dd className="col-span-2">{password}</dd>
      </dl>
      <Button small className="mt-2" onClick={onFill}>
        Fill it in
      </Button>
    </div>
  );
}
