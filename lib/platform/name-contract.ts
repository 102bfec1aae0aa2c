import { z } from "zod";

// They turn round what stands around them (Unicode TR9): one name could make another read as something else.
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;
// Letters and symbols by their class, and still nothing to see.
const BLANK = /[\u115f\u1160\u2800\u3164\uffa0]/g;

/** What people call something: at least one character that can be seen, and none that turns the text around it. */
export const nameText = (max: number) =>
  z
    .string()
    .overwrite((text) => text.replace(DIRECTIONS, ""))
    .trim()
    .min(1)
    .max(max)
    .refine((text) => VISIBLE.test(text.replace(BLANK, "")), {
      error: "Write a name that can be seen",
      // What is empty is told once.
      when: ({ value }) => typeof value === "string" && value !== "",
    });
