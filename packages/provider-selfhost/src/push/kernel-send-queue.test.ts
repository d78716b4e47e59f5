import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { KernelSendQueue, type SendQueueLookup, type SocketSample } from "./kernel-send-queue.ts";

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function setUp(lookUp: SendQueueLookup) {
  const clock = createManualClock();
  const logged: string[] = [];
  const queue = new KernelSendQueue({ clock, lookUp, log: (_level, message) => void logged.push(message) });
  const watch = (localPort: number, bytesHanded = () => 100) => {
    const samples: SocketSample[] = [];
    const name = { localPort, remoteAddress: "127.0.0.1", remotePort: 1935 };
    const stop = queue.watch({ name, bytesHanded, sampled: (sample) => void samples.push(sample) });
    return { samples, stop };
  };
  const tick = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await settled();
  };
  return { queue, watch, tick, logged };
}

/** Answers 7 for every socket and counts the questions. */
function counting() {
  const asked: number[] = [];
  const lookUp: SendQueueLookup = (keys) => {
    asked.push(keys.size);
    return Promise.resolve(new Map([...keys].map((key) => [key, 7])));
  };
  return { asked, lookUp };
}

describe("KernelSendQueue", () => {
  it("looks at all sockets together once a second, and only while there are any", async () => {
    const { asked, lookUp } = counting();
    const { watch, tick } = setUp(lookUp);
    await tick(5000);
    expect(asked).toEqual([]);
    const [a, b] = [watch(1), watch(2)];
    await tick(1000);
    await tick(1000);
    expect(asked).toEqual([2, 2]);
    expect(a.samples).toEqual([
      { at: 6000, bytesHanded: 100, sendQueue: 7 },
      { at: 7000, bytesHanded: 100, sendQueue: 7 },
    ]);
    a.stop();
    await tick(1000);
    b.stop();
    await tick(5000);
    expect(asked).toEqual([2, 2, 1]);
    expect([a.samples.length, b.samples.length]).toEqual([2, 3]);
  });

  it("makes one look of many wishes for an early one", async () => {
    const { asked, lookUp } = counting();
    const { queue, watch, tick } = setUp(lookUp);
    queue.lookSoon();
    const { samples } = watch(1);
    queue.lookSoon();
    queue.lookSoon();
    await tick(60);
    expect(samples).toHaveLength(1);
    await tick(999);
    expect(asked).toHaveLength(1);
    await tick(1);
    expect(asked).toHaveLength(2);
  });

  it("repeats an early look for what was written during the one under way", async () => {
    const answers: (() => void)[] = [];
    const { queue, watch, tick } = setUp(
      (keys) => new Promise((resolve) => answers.push(() => resolve(new Map([...keys].map((key) => [key, 0]))))),
    );
    const { samples } = watch(1);
    await tick(1000);
    queue.lookSoon();
    await tick(60);
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await settled();
    await tick(60);
    expect([samples.length, answers.length]).toEqual([1, 2]);
  });

  it("counts what was handed before the question, not what came during it", async () => {
    let handed = 100;
    const { watch, tick } = setUp((keys) => {
      handed = 900;
      return Promise.resolve(new Map([...keys].map((key) => [key, 50])));
    });
    const { samples } = watch(1, () => handed);
    await tick(1000);
    expect(samples[0]).toMatchObject({ bytesHanded: 100, sendQueue: 50 });
  });

  it("samples without the kernel's word where there is no table, and asks once only", async () => {
    let asked = 0;
    const { watch, tick, logged } = setUp(() => {
      asked += 1;
      return Promise.reject(Object.assign(new Error("no such file"), { code: "ENOENT" }));
    });
    const { samples } = watch(1);
    await tick(1000);
    await tick(1000);
    expect(samples).toEqual([
      { at: 1000, bytesHanded: 100 },
      { at: 2000, bytesHanded: 100 },
    ]);
    expect([asked, logged.length]).toEqual([1, 1]);
  });

  it("goes on with the others when a watcher fails", async () => {
    const { queue, watch, tick, logged } = setUp(counting().lookUp);
    const name = { localPort: 9, remoteAddress: "::1", remotePort: 1935 };
    queue.watch({
      name,
      bytesHanded: () => 0,
      sampled: () => {
        throw new Error("broken");
      },
    });
    const { samples } = watch(1);
    await tick(1000);
    expect([samples.length, logged.length]).toEqual([1, 1]);
  });
});
