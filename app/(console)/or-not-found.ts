import { notFound } from "next/navigation";
import { AppError } from "@/lib/platform/errors";

/** What a page shows, or the page that says that there is no such thing. Every other refusal goes on to the error page. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
