import { expect, it, vi } from "vitest";
import { createHeldBack } from "./held-back.ts";

function watching() {
  let now = 0;
  const onStuck = vi.fn();
  const look = createHeldBack(() => now, onStuck);
  return { onStuck, lookAt: (at: number, oldest: number | undefined) => ((now = at), look(oldest)) };
}

it("says once, after 10 seconds, that one transaction holds back the log", () => {
  const { onStuck, lookAt } = watching();
  lookAt(5, 700);
  lookAt(10_004, 700);
  expect(onStuck).not.toHaveBeenCalled();
  lookAt(10_005, 700);
  lookAt(60_000, 700);
  expect(onStuck).toHaveBeenCalledOnce();
});

it("counts anew for the next transaction, and after nothing was hidden", () => {
  const { onStuck, lookAt } = watching();
  lookAt(0, 700);
  lookAt(9_999, 701);
  lookAt(19_998, 701);
  lookAt(19_999, undefined);
  lookAt(20_000, 701);
  lookAt(29_999, 701);
  expect(onStuck).not.toHaveBeenCalled();
  lookAt(30_000, 701);
  expect(onStuck).toHaveBeenCalledOnce();
  lookAt(30_001, 702);
  lookAt(40_001, 702);
  expect(onStuck).toHaveBeenCalledTimes(2);
});
