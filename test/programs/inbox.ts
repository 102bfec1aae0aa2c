import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { newId } from "@/lib/platform/ids";
import { answerInbox } from "@/server/web/inbox";

// The inbox as the web process has it, without the pages beside it: it can be killed and started anew in a second.
const http = createServer((request, response) => {
  if (answerInbox(request, response, newId())) return;
  response.writeHead(404).end();
});
http.listen(Number(process.env.PORT ?? 0), "127.0.0.1", () => {
  console.log(`listening on ${(http.address() as AddressInfo).port}`);
});
