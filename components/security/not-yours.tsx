import { Empty } from "@/components/ui/empty";
import type { Role } from "@/lib/auth/contract";

/** For those whose role does not show them this: why, and whom to ask. */
export const NotYours = ({ role }: { role: Role }) => (
  <Empty title="This is for owners and admins">
    Your role ({role}) does not show who did what in the organization. Ask an owner or an admin if you need something
    from here.
  </Empty>
);
