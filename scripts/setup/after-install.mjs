// npm's `postinstall`: with it, `npm ci` alone is enough for the types, the tests and an editor.
import { stampDependencies } from "./dependencies.mjs";

stampDependencies();
await import("../generate.mjs");
