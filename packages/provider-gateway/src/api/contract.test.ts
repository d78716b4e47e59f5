import type {
  Capabilities,
  CreateStreamInput,
  CreateTargetInput,
  EndpointEvent,
  Ingest,
  Notice,
  Pending,
  RedactedDestination,
  Stream,
  StreamEvent,
  Target,
  TargetEvent,
  UpdateTargetInput,
} from "@polycast/core";
import type { NewStream, NewTarget } from "@polycast/core/provider";
import { expectTypeOf, test } from "vitest";
import type { components, paths } from "./schema.ts";

type Wire = components["schemas"];

/** Optional fields are absent on the wire, never undefined. */
type Plain<T> = T extends readonly (infer U)[]
  ? Plain<U>[]
  : T extends object
    ? { [K in keyof T]: Plain<Exclude<T[K], undefined>> }
    : T;

/** Where the contract leaves a list of words open, the words that the model knows. */
type Known<W, M> = string extends W
  ? M extends string
    ? M
    : W
  : W extends readonly (infer U)[]
    ? M extends readonly (infer V)[]
      ? Known<U, V>[]
      : W
    : W extends object
      ? { [K in keyof W]: K extends keyof M ? Known<W[K], Exclude<M[K], undefined>> : W[K] }
      : W;

/** All keys of a type, also of what lies in it: assignability does not see an optional field that only one side has. */
type Paths<T> = T extends readonly (infer U)[]
  ? Paths<U>
  : T extends object
    ? { [K in keyof T & string]-?: K | `${K}.${Paths<Exclude<T[K], undefined>> & string}` }[keyof T & string]
    : never;

/** Is all that goes in one direction, and all that comes in the other, and has neither side a field of its own? */
type Agree<W, M> = [Plain<M>] extends [Plain<W>]
  ? [Known<Plain<W>, Plain<M>>] extends [Plain<M>]
    ? [Paths<W>, Paths<M>] extends [Paths<M>, Paths<W>]
      ? true
      : "fields"
    : "comes"
  : "goes";

test("what the gateway answers is the model, and the model is what it answers", () => {
  expectTypeOf<Agree<Wire["Stream"], Stream>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["Target"], Target>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["Pending"], Pending>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["Notice"], Notice>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["Capabilities"], Capabilities>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["RedactedDestination"], RedactedDestination>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["Ingest"], Ingest>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["TargetEvent"], TargetEvent>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["StreamEvent"], StreamEvent>>().toEqualTypeOf<true>();
  expectTypeOf<Agree<Wire["EndpointEvent"], EndpointEvent>>().toEqualTypeOf<true>();
});

test("what the adapter sends is what the gateway takes", () => {
  expectTypeOf<Plain<NewTarget>>().toExtend<Wire["CreateTarget"]>();
  expectTypeOf<Plain<NewStream>>().toExtend<Wire["CreateStream"]>();
  expectTypeOf<Plain<UpdateTargetInput>>().toExtend<Wire["UpdateTarget"]>();
  expectTypeOf<keyof Wire["CreateTarget"]>().toEqualTypeOf<keyof CreateTargetInput>();
  expectTypeOf<keyof Wire["CreateStream"]>().toEqualTypeOf<keyof CreateStreamInput | "provider" | "tenantId">();
});

test("the paths that the adapter asks are there", () => {
  type Post<P extends keyof paths> = paths[P] extends { post: object } ? true : false;
  expectTypeOf<Post<"/v1/streams">>().toEqualTypeOf<true>();
  expectTypeOf<Post<"/v1/streams/{id}/end">>().toEqualTypeOf<true>();
  expectTypeOf<Post<"/v1/streams/{id}/ingest/rotate">>().toEqualTypeOf<true>();
  expectTypeOf<Post<"/v1/streams/{id}/targets">>().toEqualTypeOf<true>();
  expectTypeOf<Post<"/v1/streams/{id}/targets/{targetId}/restart">>().toEqualTypeOf<true>();
  expectTypeOf<Post<"/v1/webhook-endpoints">>().toEqualTypeOf<true>();
  type Get<P extends keyof paths> = paths[P] extends { get: object } ? true : false;
  expectTypeOf<
    Get<"/v1/providers" | "/v1/streams" | "/v1/streams/{id}/ingest" | "/v1/events/stream">
  >().toEqualTypeOf<true>();
});
