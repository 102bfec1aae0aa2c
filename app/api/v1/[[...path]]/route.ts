import { nowhere } from "@/app/_http/serve";

// Every address below /api/v1 that no other route has.
export { nowhere as DELETE, nowhere as GET, nowhere as OPTIONS, nowhere as PATCH, nowhere as POST, nowhere as PUT };
