import fc from "fast-check";
import { expect, test } from "vitest";
import { createByteBudget } from "./byte-budget.ts";

test("never gives more than there is, and gets all of it back", () => {
  const act = fc.record({ room: fc.nat(4), bytes: fc.nat(60), free: fc.boolean() });
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const budget = createByteBudget(100);
      const rooms = Array.from({ length: 5 }, () => ({ room: budget.open(), taken: 0 }));
      for (const { room: index, bytes, free } of acts) {
        const one = rooms[index];
        if (!one) continue;
        const left = 100 - rooms.reduce((sum, { taken }) => sum + taken, 0);
        if (free) one.room.free();
        const fits = !free && one.room.grow(bytes);
        one.taken = free ? 0 : one.taken + (fits ? bytes : 0);
        expect(free || fits === bytes <= left).toBe(true);
      }
      for (const { room } of rooms) {
        room.free();
        room.free();
      }
      expect([budget.full(), budget.open().grow(100), budget.full()]).toEqual([false, true, true]);
    }),
  );
});
