import { expect, test } from "vitest";
import { createSerial } from "./serial.ts";

const { signal } = new AbortController();

function setUp() {
  const serial = createSerial();
  const done: string[] = [];
  /** A body that ends when it is told to. */
  const body = (name: string) => {
    const gate = Promise.withResolvers<string>();
    const run = async (): Promise<string> => {
      done.push(`${name} begins`);
      const result = await gate.promise;
      done.push(`${name} ends`);
      return result;
    };
    return { run, end: () => gate.resolve(name), fail: (error: Error) => gate.reject(error) };
  };
  return { serial, done, body };
}

test("what belongs to one key runs one after another, in the order of asking", async () => {
  const { serial, done, body } = setUp();
  const bodies = ["a", "b", "c"].map((name) => body(name));
  const runs = bodies.map(({ run }) => serial.run("stream", signal, run));
  for (const { end } of bodies.toReversed()) end();
  expect(await Promise.all(runs)).toEqual(["a", "b", "c"]);
  expect(done).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("one that comes while the next is being let in waits its turn", async () => {
  const { serial, done, body } = setUp();
  const [a, b, c] = [body("a"), body("b"), body("c")];
  const first = serial.run("stream", signal, a.run);
  const second = serial.run("stream", signal, b.run);
  a.end();
  await first;
  const third = serial.run("stream", signal, c.run);
  c.end();
  b.end();
  await Promise.all([second, third]);
  expect(done.slice(2)).toEqual(["b begins", "b ends", "c begins", "c ends"]);
});

test("other keys go on beside it; an idle key is forgotten", async () => {
  const { serial, body } = setUp();
  const slow = body("slow");
  const running = serial.run("one", signal, slow.run);
  expect(await serial.run("two", signal, async () => "quick")).toBe("quick");
  expect(serial.size).toBe(1);
  slow.end();
  await running;
  expect(serial.size).toBe(0);
});

test("a body that fails holds nobody up", async () => {
  const { serial, body } = setUp();
  const bad = body("bad");
  const failing = serial.run("stream", signal, bad.run);
  const next = serial.run("stream", signal, async () => "next");
  bad.fail(new Error("broken"));
  await expect(failing).rejects.toThrow("broken");
  expect(await next).toBe("next");
  expect(serial.size).toBe(0);
});

test("one that aborts while it waits leaves the line", async () => {
  const { serial, done, body } = setUp();
  const [a, b, c] = [body("a"), body("b"), body("c")];
  const caller = new AbortController();
  const first = serial.run("stream", signal, a.run);
  const second = serial.run("stream", caller.signal, b.run);
  const third = serial.run("stream", signal, c.run);
  const reason = new Error("gone");
  caller.abort(reason);
  await expect(second).rejects.toBe(reason);
  expect(done).toEqual(["a begins"]);
  a.end();
  c.end();
  await Promise.all([first, third]);
  expect(done).not.toContain("b begins");
  await expect(serial.run("stream", caller.signal, b.run)).rejects.toBe(reason);
});

test("the line is bounded", async () => {
  const { serial, body } = setUp();
  const first = body("first");
  const runs = [serial.run("stream", signal, first.run)];
  for (let waiting = 0; waiting < 1_000; waiting++) runs.push(serial.run("stream", signal, async () => "x"));
  await expect(serial.run("stream", signal, async () => "x")).rejects.toMatchObject({ code: "limit_exceeded" });
  first.end();
  expect(await Promise.all(runs)).toHaveLength(1_001);
});
