import { PageSkeleton } from "@/components/ui/skeleton";

/** For pages that are always there only: what stands around an outline has been answered with 200 before anybody knows that it is missing. */
export default function Loading() {
  return <PageSkeleton label="Loading" />;
}
