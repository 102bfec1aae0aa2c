export { forgetOldEvents } from "./forget-old-events";
export { freeLostTasks, freeTask } from "./free-lost-tasks";
export { type Listener, listen } from "./listen";
export { publish } from "./publish";
export { dequeue, enqueue, type Tasks } from "./tasks";
export { wakeInbox, wakeOutput, wakingInbox } from "./wake";
