import { textSchema } from "@polycast/core/provider";
import * as z from "zod";

/** The fields of a webhook endpoint that are read. The secret comes with the answer to its creation and never again. */
const wireEndpointSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  address: textSchema,
  signing_secret: textSchema,
});

export const endpointAnswerSchema = z.object({ data: wireEndpointSchema });
export const endpointListAnswerSchema = z.object({ data: z.array(wireEndpointSchema) });
