import { stripVTControlCharacters } from "node:util";
import { MultistreamError } from "@polycast/core";
import { Secret } from "@polycast/core/provider";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLog, type Log, type LogOptions } from "./create-log.ts";

/** A log into memory. */
function openLog(options: LogOptions = {}): { log: Log; lines: string[]; records: () => Record<string, unknown>[] } {
  const lines: string[] = [];
  const output = { write: (line: string) => lines.push(line), close: () => Promise.resolve() };
  const { log } = createLog({ format: "json", output, ...options });
  return { log, lines, records: () => lines.map((line) => JSON.parse(line)) };
}

describe("the log", () => {
  it("writes one JSON object per line, with level, time, message and fields", () => {
    const { log, lines, records } = openLog();
    log.child({ requestId: "req_1" }).info({ ms: 12 }, "answered");
    log.debug("hidden");
    expect(lines).toHaveLength(1);
    expect(lines[0] ?? "").toMatch(/^\{[^\n]+\}\n$/u);
    expect(records()).toEqual([
      { level: "info", time: expect.stringMatching(/^\d{4}-.*Z$/u), requestId: "req_1", ms: 12, msg: "answered" },
    ]);
  });

  it("shows the chosen level and what is graver", () => {
    const { log, records } = openLog({ level: "warn" });
    for (const level of ["trace", "debug", "info", "warn", "error", "fatal"] as const) log[level](level);
    expect(records().map((record) => record["msg"])).toEqual(["warn", "error", "fatal"]);
  });

  it("tells an error with its code, hint and causes, and its stack only at debug", () => {
    const cause = Object.assign(new Error("disk I/O error"), { code: "ERR_SQLITE_ERROR", request: { headers: ["x"] } });
    const error = new MultistreamError("provider_unavailable", "No commit.", { hint: "Wait.", cause });
    const quiet = openLog();
    quiet.log.error(error, "failed");
    expect(quiet.records()[0]).toMatchObject({
      msg: "failed",
      err: {
        code: "provider_unavailable",
        message: "No commit.",
        hint: "Wait.",
        cause: { name: "Error", message: "disk I/O error", code: "ERR_SQLITE_ERROR" },
      },
    });
    expect(quiet.lines[0]).not.toMatch(/stack|headers|create-log\.test/u);
    const loud = openLog({ level: "debug" });
    loud.log.error({ err: error }, "failed");
    expect(loud.records()[0]).toMatchObject({ err: { stack: expect.stringContaining("create-log.test") } });
  });

  it("ends a chain of causes that has no end", () => {
    const error = new Error("round");
    error.cause = error;
    const { log, records } = openLog();
    log.error(error);
    expect(records()[0]).toMatchObject({ err: { cause: { cause: { message: "round" } } } });
  });

  it("cuts what is too long", () => {
    const { log, lines } = openLog();
    log.info({ text: "x".repeat(100_000) }, "y".repeat(100_000));
    expect(lines[0]?.length).toBeLessThan(20_000);
  });
});

describe("credentials", () => {
  const key = fc.stringMatching(/^[A-Za-z0-9_?=&/-]{12,40}$/u);

  it("leave through no message, field, child, error or Secret, and the line stays JSON", () => {
    fc.assert(
      fc.property(key, fc.string({ unit: "binary" }), fc.constantFrom("json", "readable"), (key, noise, format) => {
        const url = `rtmp://live.example.net/app/${key}`;
        const { log, lines } = openLog({ format });
        log.info(`${noise} pushing to ${url}`);
        log.child({ url }).info({ deep: [{ url }], streamKey: key, secret: new Secret(key) }, "%s", url);
        log.error(new MultistreamError("timeout", `no answer from ${url}`, { cause: new Error(url) }));
        log.warn({ note: `passphrase=${key.replace(/[^\w-]/gu, "x")}"${noise}\\` }, `{"streamKey":"${key}"}`);
        expect(lines).toHaveLength(4);
        const all = lines.join("");
        fc.pre(!noise.includes(key));
        expect(all).not.toContain(key);
        const parsed = lines.filter((line) => format === "json" && JSON.parse(line) !== undefined);
        expect(parsed).toHaveLength(format === "json" ? lines.length : 0);
      }),
    );
  });

  it("are hidden by their field's name, and our own keys by their prefix", () => {
    const { log, lines } = openLog();
    log.info({ authorization: "Basic YWJjZGVm", headers: { cookie: "a=b" } }, "pcsk_abcdefghijklmnop");
    expect(lines[0] ?? "").not.toMatch(/YWJjZGVm|a=b|abcdefghijklmnop/u);
  });
});

describe("a readable line", () => {
  it("has the clock, the level, the message and the fields", () => {
    const { log, lines } = openLog({ format: "readable" });
    log.child({ streamId: "str_1" }).warn({ ms: 12, list: [1], text: "two words" }, "slow");
    expect(stripVTControlCharacters(lines[0] ?? "")).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} warn  slow streamId=str_1 ms=12 list=\[1\] text="two words"\n$/u,
    );
  });

  it("is one line whatever it is told", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, (msg, field) => {
        const { log, lines } = openLog({ format: "readable" });
        log.info({ field }, msg);
        expect(stripVTControlCharacters(lines[0] ?? "").slice(0, -1)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
