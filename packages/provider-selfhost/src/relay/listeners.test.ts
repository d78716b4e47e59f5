import { expect, test } from "vitest";
import { Listeners } from "./listeners.ts";

test("all are told, also those behind one that throws", () => {
  const errors: unknown[] = [];
  const listeners = new Listeners<number>((error) => errors.push(error));
  const heard: number[] = [];
  const broken = new Error("broken");
  listeners.add(() => {
    throw broken;
  });
  listeners.add((item) => heard.push(item));
  listeners.tell(1);
  listeners.tell(2);
  expect([heard, errors]).toEqual([
    [1, 2],
    [broken, broken],
  ]);
});

test("one that is added twice is told twice, and removed one at a time", () => {
  const listeners = new Listeners<number>(() => undefined);
  const heard: number[] = [];
  const listen = (item: number): void => void heard.push(item);
  const [first] = [listeners.add(listen), listeners.add(listen)];
  listeners.tell(1);
  first();
  first();
  listeners.tell(2);
  expect(heard).toEqual([1, 1, 2]);
});

test("one that is removed while others are told is told no more", () => {
  const listeners = new Listeners<number>(() => undefined);
  const heard: string[] = [];
  const removers: (() => void)[] = [];
  removers.push(
    listeners.add(() => {
      heard.push("first");
      for (const remove of removers) remove();
    }),
  );
  removers.push(listeners.add(() => heard.push("second")));
  listeners.tell(1);
  listeners.tell(2);
  expect(heard).toEqual(["first", "second"]);
});
