import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import * as z from "zod";
import type { App } from "./app.ts";
import type { JsonSchema } from "./schema-arbitrary.test.support.ts";

const mediaSchema = z.record(
  z.string(),
  z.object({ schema: z.custom<JsonSchema>().optional(), example: z.unknown().optional() }),
);
const responseSchema = z.object({ content: mediaSchema.optional() });
const operationSchema = z.object({
  operationId: z.string(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.custom<JsonSchema>() }))
    .default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: mediaSchema }).optional(),
  responses: z.record(z.string(), z.union([z.strictObject({ $ref: z.string() }), responseSchema])),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({
    schemas: z.record(z.string(), z.custom<JsonSchema>()),
    responses: z.record(z.string(), responseSchema),
  }),
});

/** One operation of the document. */
export type Operation = z.infer<typeof operationSchema> & { method: string; path: string };

/** The document of an app, to make requests from and to hold answers against. */
export type ApiDocument = {
  operations: Operation[];
  resolve: (reference: string) => JsonSchema;
  /** What is wrong with an answer by the document; absent: nothing. */
  faultOf: (operation: Operation, answer: { status: number; type: string; body: string }) => string | undefined;
};

/** Reads it as clients do. */
export async function readDocument(app: App): Promise<ApiDocument> {
  const document = documentSchema.parse(await (await app.request("/openapi.json")).json());
  const { schemas, responses } = document.components;
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const validators = new WeakMap<JsonSchema, ReturnType<typeof ajv.compile>>();

  const validatorOf = (schema: JsonSchema) => {
    const validator = validators.get(schema) ?? ajv.compile({ ...schema, components: { schemas } });
    validators.set(schema, validator);
    return validator;
  };

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      Object.assign(operation, { method: method.toUpperCase(), path }),
    ),
  );
  return {
    operations,
    resolve(reference) {
      const schema = schemas[reference.split("/").at(-1) ?? ""];
      if (!schema) throw new Error(`${reference} leads nowhere`);
      return schema;
    },
    faultOf(operation, { status, type, body }) {
      const promised = operation.responses[status];
      if (!promised) return `the status ${status} is not documented: ${body}`;
      const found = "$ref" in promised ? responses[promised.$ref.split("/").at(-1) ?? ""] : promised;
      if (!found?.content) return body === "" ? undefined : `a body where none is documented: ${body}`;
      const [word = ""] = type.split(";");
      const media = found.content[word];
      if (!media?.schema) return `the type ${type} is not documented for ${status}`;
      if (!word.endsWith("json")) return undefined;
      const validate = validatorOf(media.schema);
      return validate(JSON.parse(body)) ? undefined : `${ajv.errorsText(validate.errors)}: ${body}`;
    },
  };
}
