import { MultistreamError } from "@polycast/core/provider";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { afterReplicaLag } from "./after-replica-lag.ts";

const { signal } = new AbortController();
const refused = new MultistreamError("invalid_argument", "multistream target not found");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Each write answers the next of these, the last for ever. */
async function run(...answers: (string | Error)[]) {
  const calls: string[] = [];
  const write = async (): Promise<string> => {
    const answer = answers[Math.min(calls.filter((call) => call === "write").length, answers.length - 1)];
    calls.push("write");
    if (answer instanceof Error) throw answer;
    return answer ?? "";
  };
  const begun = Date.now();
  const result = afterReplicaLag(signal, write, async () => calls.push("repair")).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return { result: await result, calls, ms: Date.now() - begun };
}

test("a write that is refused is tried after half a second, and after two more", async () => {
  expect(await run("done")).toEqual({ result: "done", calls: ["write"], ms: 0 });
  expect(await run(refused, "done")).toMatchObject({ result: "done", calls: ["write", "repair", "write"], ms: 500 });
  expect(await run(refused, refused, "done")).toMatchObject({ result: "done", ms: 2_500 });
  const { result, calls } = await run(refused);
  expect(result).toBe(refused);
  expect(calls.filter((call) => call === "write")).toHaveLength(3);
});

test.each([
  new MultistreamError("forbidden", "no"),
  new MultistreamError("invalid_argument", "perhaps", { outcome: "unknown" }),
  new TypeError("a bug"),
])("%s passes straight through", async (error) => {
  expect(await run(error)).toEqual({ result: error, calls: ["write"], ms: 0 });
});
