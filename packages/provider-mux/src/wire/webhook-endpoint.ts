import * as z from "zod";

/** The fields of a webhook endpoint that are read. The secret comes with the answer to its creation and never again. */
const wireEndpointSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  address: z.string(),
  signing_secret: z.string().nullish(),
});

export const endpointAnswerSchema = z.object({ data: wireEndpointSchema });
export const endpointListAnswerSchema = z.object({ data: z.array(wireEndpointSchema) });
