import { describe, expect, test } from "vitest";
import { CapabilityError } from "../errors/capability-error.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { ProviderError } from "../errors/provider-error.ts";
import { restate } from "../errors/restate.ts";
import { confirmed, mayHaveApplied } from "./confirmed.ts";
import { ifThere } from "./if-there.ts";
import { Repeats } from "./repeats.ts";
import { untilAborted } from "./until-aborted.ts";

const lost = new ProviderError("timeout", "acme: lost.", {
  provider: "acme",
  outcome: "unknown",
  hint: "Read first.",
  status: 504,
  requestId: "r1",
  retryAfterMs: 5,
});
const refusal = new ProviderError("conflict", "acme: no.", { provider: "acme" });
const fail = (error: unknown) => async (): Promise<never> => {
  throw error;
};

describe("restate", () => {
  test("another outcome takes its own hint; status and request stay", () => {
    const restated = restate(lost, { outcome: "not_applied" });
    expect(restated).toBeInstanceOf(ProviderError);
    expect(restated).toMatchObject({
      code: "timeout",
      message: "acme: lost.",
      outcome: "not_applied",
      retryable: true,
      status: 504,
      requestId: "r1",
      retryAfterMs: 5,
    });
    expect(restated).not.toHaveProperty("hint");
  });

  test("with the same outcome a hint comes behind the one there is", () => {
    expect(restate(lost, { hint: "Stream s1 remains." })).toMatchObject({
      outcome: "unknown",
      hint: "Read first. Stream s1 remains.",
    });
  });

  test("what is not a provider's stays no provider's, and what is not ours stays as it is", () => {
    const ours = restate(new CapabilityError("unsupported", "no", { operation: "x" }), { outcome: "unknown" });
    expect(ours).toBeInstanceOf(MultistreamError);
    expect(ours).not.toBeInstanceOf(ProviderError);
    const reason = new Error("changed my mind");
    expect(restate(reason, { outcome: "unknown" })).toBe(reason);
  });
});

describe("confirmed", () => {
  test("an open write that took effect is a success; a refusal is not looked after", async () => {
    await expect(confirmed(fail(lost), async () => true)).resolves.toBeUndefined();
    await expect(confirmed(fail(lost), async () => false)).rejects.toBe(lost);
    await expect(confirmed(fail(lost), fail(refusal))).rejects.toBe(lost);
    await expect(confirmed(fail(refusal), async () => true)).rejects.toBe(refusal);
    expect([lost, refusal, new Error("?")].map(mayHaveApplied)).toEqual([true, false, true]);
  });
});

test("ifThere: only what is not found is nothing", async () => {
  expect(await ifThere(Promise.resolve(5))).toBe(5);
  expect(await ifThere(fail(new MultistreamError("not_found", "gone"))())).toBeUndefined();
  await expect(ifThere(fail(refusal)())).rejects.toBe(refusal);
});

test("Repeats.answer: the repeat of a call reads what the first one made", async () => {
  const repeats = new Repeats();
  let made = 0;
  const context = { signal: new AbortController().signal, idempotencyKey: "k" };
  const making = {
    input: {},
    make: async () => ({ id: `t${++made}`, fresh: true }),
    idOf: ({ id }: { id: string }) => id,
    read: async (id: string) => ({ id, fresh: false }),
  };
  expect(await repeats.answer("target of s1", context, making)).toEqual({ id: "t1", fresh: true });
  expect(await repeats.answer("target of s1", context, making)).toEqual({ id: "t1", fresh: false });
  expect(await repeats.answer("target of s2", context, making)).toEqual({ id: "t2", fresh: true });
  expect(await repeats.answer("target of s1", { signal: context.signal }, making)).toEqual({ id: "t3", fresh: true });
});

describe("untilAborted", () => {
  test("ends with the reason, once, also of a signal that was aborted before", async () => {
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const never = new Promise<never>(() => {});
    let left = 0;
    const waiting = untilAborted(controller.signal, never, () => (left += 1));
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(left).toBe(1);
    await expect(untilAborted(controller.signal, never)).rejects.toBe(reason);
  });

  test("what has come already counts", async () => {
    const controller = new AbortController();
    const turn = Promise.withResolvers<string>();
    const waiting = untilAborted(controller.signal, turn.promise);
    turn.resolve("mine");
    controller.abort();
    expect(await waiting).toBe("mine");
  });
});
