export { forgetOldEvents } from "./forget-old-events";
export { type Handlers, type Listener, listen } from "./listen";
export { publish } from "./publish";
export { enqueue, type Tasks } from "./tasks";
export { wakeOutput } from "./wake";
