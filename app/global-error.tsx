"use client"; // Error boundaries live in the browser.

import { ErrorPage } from "@/components/shell/error-page";
import "./globals.css";

/** The last resort, when the layout itself fails: a document of its own. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <head>
        <title>Something went wrong · Nightshift</title>
      </head>
      <body>
        <main className="px-4 py-16">
          <ErrorPage error={error} retry={retry} />
        </main>
      </body>
    </html>
  );
}
