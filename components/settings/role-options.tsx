import { Role } from "@/lib/auth/contract";
import { isAbove } from "@/lib/people/contract";

/** The roles that somebody of this role may give, the least first. */
export function RoleOptions({ upTo }: { upTo: Role }) {
  const roles = Role.options.toReversed().filter((role) => !isAbove(role, upTo));
  return roles.map((role) => (
    <option key={role} value={role}>
      {role.charAt(0).toUpperCase() + role.slice(1)}
    </option>
  ));
}
