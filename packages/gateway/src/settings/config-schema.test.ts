import { expect, test } from "vitest";
import { configSchema } from "./config-schema.ts";
import { fieldNames } from "./fields.ts";

test("it knows every setting, and what is right for it", () => {
  const { properties } = configSchema(["mux"]);
  expect(Object.keys(properties as object)).toEqual(["$schema", ...fieldNames, "providers"]);
  for (const about of Object.values(properties as Record<string, { description?: string }>).slice(1)) {
    expect(about.description).toMatch(/^[A-Z].*\.$/u);
  }
});
