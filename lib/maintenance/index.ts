export { cancelWindow } from "./cancel-window";
export { changeWindow } from "./change-window";
export { createWindow } from "./create-window";
export { listWindows } from "./list-windows";
export { type WindowOver, windowOver } from "./window-over";
