export { forgetOldCalls } from "./forget-old-calls";
export { type KeptAnswer, once } from "./once";
export { holdSocket, releaseSocket, stillOpen } from "./sockets";
export { type Quota, type Taken, takeCall } from "./take-call";
