import * as z from "zod";

/** The id of a tenant: the caller's own word for it, of what an HTTP header can carry. */
export const tenantIdSchema: z.ZodString = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[!-~]+$/u, { message: "must be visible ASCII characters without spaces" });
