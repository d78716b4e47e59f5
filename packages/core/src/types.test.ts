import { describe, expectTypeOf, test } from "vitest";
import type {
  Destination,
  Event,
  Multistream,
  PresetName,
  ProviderAdapter,
  RedactedDestination,
  Snapshot,
  Stream,
  StreamEvent,
  Target,
  TargetEvent,
  TargetRef,
} from "./provider.ts";

describe("a destination goes in and never comes out", () => {
  test("neither type fits the other", () => {
    expectTypeOf<Destination>().not.toExtend<RedactedDestination>();
    expectTypeOf<RedactedDestination>().not.toExtend<Destination>();
    expectTypeOf<Target>().not.toHaveProperty("url");
    expectTypeOf<Target["destination"]>().toEqualTypeOf<RedactedDestination>();
  });

  test("the scheme and the preset are checked as it is written", () => {
    expectTypeOf<{ url: "rtmp://example.com/live"; streamKey: "k" }>().toExtend<Destination>();
    expectTypeOf<{ url: "rtmps://example.com/live/k" }>().toExtend<Destination>();
    expectTypeOf<{ url: "srt://example.com:9000"; passphrase: "0123456789" }>().toExtend<Destination>();
    expectTypeOf<{ preset: "twitch"; streamKey: "k" }>().toExtend<Destination>();
    expectTypeOf<{ preset: "twitch" }>().not.toExtend<Destination>();
    expectTypeOf<{ preset: "instagram"; streamKey: "k" }>().not.toExtend<Destination>();
    expectTypeOf<{ url: "http://example.com/live" }>().not.toExtend<Destination>();
    expectTypeOf<"instagram">().not.toExtend<PresetName>();
  });
});

function narrow(event: Event | Snapshot): void {
  if (event.type === "snapshot") expectTypeOf(event.streams).toEqualTypeOf<Stream[]>();
  else if (event.type === "target.live" || event.type === "target.warning") {
    expectTypeOf(event).toEqualTypeOf<TargetEvent>();
    expectTypeOf(event.data.target).toEqualTypeOf<Target>();
  } else if (event.type === "stream.live") {
    expectTypeOf(event).toEqualTypeOf<StreamEvent>();
    expectTypeOf(event.data.stream).toEqualTypeOf<Stream>();
  }
}

test("an event narrows by its type", () => {
  expectTypeOf(narrow).parameter(0).toEqualTypeOf<Event | Snapshot>();
});

test("a target is a reference to itself", () => {
  expectTypeOf<Target>().toExtend<TargetRef>();
  expectTypeOf<Multistream["targets"]["get"]>().toBeCallableWith({ streamId: "s", id: "t" });
  expectTypeOf<Parameters<Multistream["targets"]["disable"]>[0]>().toEqualTypeOf<TargetRef>();
});

test("a list is one page when awaited and all items when iterated", () => {
  type List = ReturnType<Multistream["streams"]["list"]>;
  expectTypeOf<Awaited<List>>().toEqualTypeOf<{ data: Stream[]; nextCursor?: string }>();
  expectTypeOf<List>().toExtend<AsyncIterable<Stream>>();
});

test("an adapter that cannot change a thing may leave the method out, but not the version", () => {
  expectTypeOf<Required<ProviderAdapter>["streams"]["update"]>().extract<undefined>().toEqualTypeOf<undefined>();
  expectTypeOf<Omit<ProviderAdapter, "specVersion">>().not.toExtend<ProviderAdapter>();
  expectTypeOf<ProviderAdapter["specVersion"]>().toEqualTypeOf<1>();
});
