import { constantFrom, array, asyncProperty, assert, integer, oneof, record, constant } from "fast-check";
import { expect, test } from "vitest";
import { type CastrAccount, castrAccount } from "./castr-account.test.support.ts";

const platform = integer({ min: 0, max: 1 });
const step = oneof(
  record({ act: constantFrom("connect", "drop", "resume", "end", "disable stream", "enable stream"), platform }),
  record({ act: constantFrom("disable", "enable", "break", "heal"), platform }),
  record({ act: constant("wait"), platform, ms: integer({ min: 1, max: 12_000 }) }),
);
type Step = { act: string; platform: number; ms?: number };

const word = (online: boolean) => (online ? "online" : "offline");

/** What has been asked for, beside the simulator. */
type Wish = { sending: boolean; takesEncoder: boolean; platforms: { enabled: boolean; refuses: boolean }[] };

async function take(account: CastrAccount, id: string, targets: string[], { act, platform, ms }: Step, wish: Wish) {
  const { stage } = account.simulator;
  const target = targets[platform] ?? "";
  const wanted = wish.platforms[platform];
  if (!wanted) return;
  const toggle = (enabled: boolean, path = `/live_streams/${id}`) => account.call("PATCH", path, { enabled });
  switch (act) {
    case "connect":
    case "resume":
      if (wish.takesEncoder) wish.sending = true;
      return stage[act](id).catch(() => undefined);
    case "drop":
    case "end":
      wish.sending = false;
      return stage[act](id).catch(() => undefined);
    case "disable stream":
      wish.sending = wish.takesEncoder = false;
      return toggle(false);
    case "enable stream":
      wish.takesEncoder = true;
      return toggle(true);
    case "disable":
    case "enable":
      wanted.enabled = act === "enable";
      return toggle(wanted.enabled, `/live_streams/${id}/platforms/${target}`);
    case "break":
      wanted.refuses = true;
      return stage.breakTarget(id, target);
    case "heal":
      wanted.refuses = false;
      return stage.healTarget(id, target);
    default:
      return account.clock.advance(ms ?? 0);
  }
}

test("whatever happens, no platform is online without its stream, and in the end all shows what is so", async () => {
  const steps = array<Step>(step, { maxLength: 12 });
  await assert(
    asyncProperty(steps, async (steps) => {
      const account = castrAccount();
      const id = await account.stream();
      const targets = [await account.platform(id, { key: "a" }), await account.platform(id, { key: "b" })];
      const platforms = targets.map(() => ({ enabled: true, refuses: false }));
      const wish: Wish = { sending: false, takesEncoder: true, platforms };
      for (const one of steps) {
        await take(account, id, targets, one, wish);
        const [stream, ...shown] = await account.statuses(id);
        const pushedFromNothing = stream === "offline" && shown.includes("online");
        expect(pushedFromNothing).toBe(false);
      }
      await account.clock.advance(60_000);
      const expected = platforms.map(({ enabled, refuses }) => word(wish.sending && enabled && !refuses));
      expect(await account.statuses(id)).toEqual([word(wish.sending), ...expected]);
    }),
    { numRuns: 60 },
  );
});
