"use client"; // Error boundaries live in the browser.

import { ErrorPage } from "@/components/shell/error-page";

export default function AppErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="px-4 py-16">
      <ErrorPage error={error} retry={retry} />
    </main>
  );
}
