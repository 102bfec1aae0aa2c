// Loaded before every supervised program. When the supervisor is killed, its end of the channel closes: the program then gets the
// signal it would have got, and its group ends with it. Without this, `kill -9` of the supervisor would leave everything running.
const PATIENCE_MS = 8_000;

const endGroup = () => process.kill(-process.pid, "SIGKILL");

process.on("disconnect", () => {
  process.on("exit", endGroup);
  setTimeout(endGroup, PATIENCE_MS).unref();
  process.kill(process.pid, "SIGTERM");
});
// A program that has nothing left to do may end; the channel is no reason to stay.
process.channel?.unref();
