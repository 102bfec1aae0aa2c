export { forgetOldCalls } from "./forget-old-calls";
export { type KeptAnswer, type NamedCall, once } from "./once";
export { holdSocket, releaseSocket, stillOpen } from "./sockets";
export { type Quota, type Taken, takeCall } from "./take-call";
