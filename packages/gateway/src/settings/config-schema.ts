import * as z from "zod";
import { expectations, fieldNames, fieldsSchema, instanceNameSchema } from "./fields.ts";

/** The value of an environment variable, where plain data names it. */
const reference = {
  type: "object",
  description: "The value of an environment variable.",
  properties: { env: { type: "string" }, default: { type: "string", description: "What to take when it is not set." } },
  required: ["env"],
  additionalProperties: false,
};

/**
 * The JSON schema of a config file in JSON, for editors: it tells the settings and what is right for each. A start checks
 * more than it can say.
 *
 * @param types the providers that can be described as plain data
 */
export function configSchema(types: readonly string[]): Record<string, unknown> {
  const { properties = {} } = z.toJSONSchema(fieldsSchema, { io: "input", unrepresentable: "any" });
  const settings = fieldNames.map((name) => {
    const about = typeof properties[name] === "object" ? properties[name] : {};
    return [name, Object.assign({ description: sentence(expectations[name]) }, about)] as const;
  });
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Polycast config",
    description: "polycast.config.json: flags go before the environment, and the environment before this file.",
    type: "object",
    properties: {
      $schema: { type: "string" },
      ...Object.fromEntries(settings),
      providers: {
        type: "object",
        description:
          "Provider instances by name. Default: the relay, and those whose credentials are in the environment.",
        minProperties: 1,
        propertyNames: { pattern: z.toJSONSchema(instanceNameSchema).pattern },
        additionalProperties: {
          type: "object",
          description: "An instance: `type` names the provider, the rest are its own settings.",
          properties: { type: { enum: types } },
          required: ["type"],
          additionalProperties: { anyOf: [{ $ref: "#/$defs/variable" }, {}] },
          examples: [{ type: "mux", tokenId: { env: "MUX_US_ID" }, tokenSecret: { env: "MUX_US_SECRET" } }],
        },
      },
    },
    additionalProperties: false,
    $defs: { variable: reference },
  };
}

/** "must be a port" → "Must be a port." */
function sentence(expectation: string): string {
  return `${expectation.charAt(0).toUpperCase()}${expectation.slice(1)}.`;
}
