// A webhook receiver that does nothing else: what comes is written to Postgres, committed, and told to every browser.
import { createServer } from "node:http";
import pg from "pg";
import { Server } from "socket.io";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await pool.query(
  "CREATE TABLE IF NOT EXISTS bare_alerts (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), body jsonb)",
);
const http = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  await pool.query({ name: "insert", text: "INSERT INTO bare_alerts (body) VALUES ($1)", values: [text] });
  io.emit("alert", JSON.parse(text));
  response.writeHead(202).end();
});
const io = new Server(http);
http.listen(Number(process.env.BARE_PORT), "127.0.0.1", () => process.send?.("ready"));
