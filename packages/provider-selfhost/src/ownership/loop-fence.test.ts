import { describe, expect, test } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { LoopFence } from "./loop-fence.ts";

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A fence whose question is answered by the test. */
function setUp() {
  const clock = createManualClock();
  const questions: PromiseWithResolvers<void>[] = [];
  const logged: string[] = [];
  const confirm = (): Promise<void> => {
    const question = Promise.withResolvers<void>();
    questions.push(question);
    return question.promise;
  };
  const fence = new LoopFence({ clock, confirm, log: (_level, message) => void logged.push(message) });
  return { clock, questions, logged, fence };
}

describe("the fence", () => {
  test("stays open while the thread runs, and asks nothing", () => {
    const { clock, fence, questions } = setUp();
    clock.advance(60_000);
    clock.stall(2_400);
    expect([fence.isOpen(), fence.gaps, questions.length]).toEqual([true, 0, 0]);
  });

  test("is closed for whoever asks first after a pause, and opens when it is known what is ours", async () => {
    const { clock, fence, questions } = setUp();
    let opened = 0;
    clock.stall(60_000);
    expect(fence.isOpen()).toBe(false);
    const stop = fence.whenOpen(() => (opened += 100));
    fence.whenOpen(() => opened++);
    stop();
    clock.advance(10_000);
    await settle();
    expect([fence.isOpen(), opened, questions.length]).toEqual([false, 0, 1]);
    questions[0]?.resolve();
    await settle();
    expect([fence.isOpen(), opened, fence.gaps]).toEqual([true, 1, 1]);
  });

  test("notices a pause that stops one of the clocks, or that ends ahead of its own timer", () => {
    const { clock } = setUp();
    let asleep = 0;
    const clocks = { ...clock, wall: () => clock.wall() + asleep };
    const fence = new LoopFence({ clock: clocks, confirm: () => new Promise(() => undefined), log: () => undefined });
    asleep = 3_600_000;
    expect(fence.isOpen()).toBe(false);
  });

  test("asks again every second while nobody can tell", async () => {
    const { clock, fence, questions, logged } = setUp();
    clock.stall(4_000);
    for (const count of [1, 2, 3]) {
      expect(questions).toHaveLength(count);
      questions.at(-1)?.reject(new Error("away"));
      await settle();
      clock.advance(1_000);
      await settle();
    }
    expect(fence.isOpen()).toBe(false);
    questions.at(-1)?.resolve();
    await settle();
    expect(fence.isOpen()).toBe(true);
    expect(logged.filter((line) => line === "it is not known what the relay still owns")).toHaveLength(3);
  });

  test("does not trust an answer that came before another pause", async () => {
    const { clock, fence, questions } = setUp();
    clock.stall(4_000);
    questions[0]?.resolve();
    clock.stall(4_000);
    await settle();
    expect([fence.isOpen(), questions.length]).toEqual([false, 2]);
    questions[1]?.resolve();
    await settle();
    expect(fence.isOpen()).toBe(true);
  });

  test("leaves no timer behind", () => {
    const { clock, fence } = setUp();
    fence.stop();
    expect(clock.pending).toBe(0);
  });
});
