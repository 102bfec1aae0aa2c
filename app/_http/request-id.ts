import { requestIdFrom } from "@/lib/platform/request-id";

export const requestIdOf = (request: Request): string => requestIdFrom(request.headers.get("x-request-id"));
