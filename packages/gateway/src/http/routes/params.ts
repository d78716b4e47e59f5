import * as z from "zod";

const id = z.string().meta({ description: "`str_…`, or `<instance>:<id at the provider>`" });
const targetId = z.string().meta({ description: "`tgt_…`, or `<instance>:<id at the provider>`" });

/** The path of one stream. */
export const streamParams = z.object({ id });

/** The path of one target. */
export const targetParams = z.object({ id, targetId });
