"use client"; // Error boundaries live in the browser.

import { ErrorPage } from "@/components/shell/error-page";

export default function ConsoleError({ error, retry }: { error: unknown; retry: () => void }) {
  return <ErrorPage error={error} retry={retry} />;
}
