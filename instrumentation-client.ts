import { config } from "zod";

// Before any page's schemas are made: zod would try whether it may compile code, which the pages' policy forbids and reports.
config({ jitless: true });
