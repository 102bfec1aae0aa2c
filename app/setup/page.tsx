import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { Door } from "@/components/account/door";
import { SetupForm } from "@/components/account/setup-form";
import { isSetupOpen } from "@/lib/people";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SetupPage({ searchParams }: Props) {
  if (!(await isSetupOpen())) redirect("/sign-in");
  const { token } = await searchParams;
  return (
    <Door title="Welcome" lead="Nobody owns this Nightshift yet. Whoever started it makes the first account here.">
      <SetupForm token={typeof token === "string" ? token : ""} />
    </Door>
  );
}
