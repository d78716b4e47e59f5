import * as z from "zod";

/** Who the API key belongs to. */
export const userSchema = z.object({ id: z.string().min(1) });
