import { expect, test } from "vitest";
import * as z from "zod";
import { exampleOf } from "./example-of.ts";

const word = z.string().meta({ examples: ["a", "b"] });

test.each([
  ["its own", word, "a"],
  [
    "that of a part",
    z.object({ word, list: z.array(word), sure: z.literal(true) }),
    { word: "a", list: ["a"], sure: true },
  ],
  ["without what is optional and has none", z.object({ word, more: z.string().optional() }), { word: "a" }],
  ["with what is optional and has one", z.object({ word: word.optional() }), { word: "a" }],
  ["none where a part that must be there has none", z.object({ word, more: z.string() }), undefined],
  ["none of a list of what has none", z.array(z.string()), undefined],
])("an example is put together: %s", (_, schema, example) => {
  expect(exampleOf(schema)).toEqual(example);
});
