import { expectTypeOf, test } from "vitest";
import {
  createWebhookReceiver,
  type Event,
  type ProviderAdapter,
  type ProviderEvent,
  type StateStore,
  type StreamEvent,
  type StreamProviderEvent,
  type TargetEvent,
  type TargetProviderEvent,
  type WebhookReceiver,
} from "../provider.ts";

type Providers = Record<string, ProviderAdapter>;
const plain = (providers: Providers) => createWebhookReceiver({ providers });
const remembering = (providers: Providers, state: StateStore) => createWebhookReceiver({ providers, state });

test("what a receiver tells depends on whether it remembers", () => {
  expectTypeOf(plain).returns.toEqualTypeOf<WebhookReceiver<ProviderEvent>>();
  expectTypeOf(remembering).returns.toEqualTypeOf<WebhookReceiver<Event>>();
  expectTypeOf<ProviderEvent>().not.toExtend<Event>();
  expectTypeOf<Event>().not.toExtend<ProviderEvent>();
});

function registerPlain(receiver: WebhookReceiver<ProviderEvent>): void {
  receiver
    .on("target.failed", (event) => {
      expectTypeOf(event).toExtend<TargetProviderEvent>();
      expectTypeOf(event.type).toEqualTypeOf<"target.failed">();
      expectTypeOf(event.streamId).toEqualTypeOf<string | undefined>();
    })
    .on(["stream.live", "target.live"], (event) => {
      if (event.type === "stream.live") expectTypeOf(event).toExtend<StreamProviderEvent>();
      else expectTypeOf(event.targetId).toEqualTypeOf<string>();
    })
    .on("target.warning", ({ notice, targetId }) => {
      expectTypeOf(notice.code).toEqualTypeOf<string>();
      expectTypeOf(targetId).toEqualTypeOf<string | undefined>();
    })
    // @ts-expect-error: without state nobody knows that a target is new
    .on("target.created", () => {})
    // @ts-expect-error: no such type
    .on("target.exploded", () => {});
}

function registerRemembering(receiver: WebhookReceiver<Event>): void {
  receiver
    .on("target.created", ({ data, type }) => {
      expectTypeOf(data).toEqualTypeOf<TargetEvent["data"]>();
      expectTypeOf(type).toEqualTypeOf<"target.created">();
    })
    .on("stream.ended", ({ data }) => expectTypeOf(data).toEqualTypeOf<StreamEvent["data"]>())
    .onAny((event) => expectTypeOf(event).toEqualTypeOf<Event>())
    .onUnknown(({ payload }) => {
      expectTypeOf(payload.reveal()).toEqualTypeOf<unknown>();
    });
}

test("handlers are given what they ask for", () => {
  expectTypeOf(registerPlain).parameter(0).toEqualTypeOf<WebhookReceiver<ProviderEvent>>();
  expectTypeOf(registerRemembering).parameter(0).toEqualTypeOf<WebhookReceiver<Event>>();
});
