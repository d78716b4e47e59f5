import { timestampSchema } from "@polycast/core/provider";
import { flag, integer, object, type Output, text } from "./schemas.ts";

/** The fields of a target that are read. Holds the destination's key: never log it. */
export const wireTargetSchema = object.extend({
  id: text.min(1),
  name: text,
  reference: text.nullish(),
  client_token: text.nullish(),
  url: text,
  stream_key: text.nullish(),
  enabled: flag,
  /** `waiting`, `dialing`, `pushing`, `broken`, `off`, or a word to come. */
  state: text,
  state_since: timestampSchema.nullish(),
  /** Why it is `broken`. */
  problem: text.nullish(),
  created_at: timestampSchema.nullish(),
});
export type WireTarget = Output<typeof wireTargetSchema>;

/** The fields of a stream that are read. Holds the ingest's and the targets' keys: never log it. */
export const wireStreamSchema = object.extend({
  id: text.min(1),
  name: text,
  reference: text.nullish(),
  enabled: flag,
  /** `waiting`, `live`, `off`, or a word to come. */
  state: text,
  state_since: timestampSchema.nullish(),
  ingest: object.extend({ url: text, stream_key: text }),
  targets: wireTargetSchema.array(),
  created_at: timestampSchema.nullish(),
});
export type WireStream = Output<typeof wireStreamSchema>;

export const wirePageSchema = object.extend({ data: wireStreamSchema.array(), next_cursor: text.nullish() });

/** What every webhook has. */
export const wireEventSchema = object.extend({
  id: text.min(1),
  /** `stream.state`, `target.state`, or a type to come. */
  type: text.min(1),
  /** Microseconds since 1970; no two events have the same. */
  at: integer,
});
/** What those that tell a state have besides. */
export const wireStateSchema = wireEventSchema.extend({
  data: object.extend({
    stream_id: text.min(1),
    target_id: text.min(1).nullish(),
    state: text,
    problem: text.nullish(),
  }),
});
