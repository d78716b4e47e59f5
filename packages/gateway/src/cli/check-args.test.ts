import { type ArgsDef, parseArgs } from "citty";
import { describe, expect, test } from "vitest";
import { checkArgs, checkCommand } from "./check-args.ts";

const known: ArgsDef = {
  "http-port": { type: "string" },
  "data-dir": { type: "string" },
  once: { type: "boolean", default: false },
};

const check = (...rawArgs: string[]): string | undefined =>
  checkArgs({ rawArgs, args: parseArgs(rawArgs, known) }, known);

describe("a command line", () => {
  test.each([
    [[]],
    [["--http-port", "9"]],
    [["--http-port=9", "--data-dir", "/srv/a b"]],
    [["--httpPort", "9"]],
    [["--once"]],
    [["--once=false"]],
    [["--no-once"]],
  ])("is fine as %j", (rawArgs) => {
    expect(check(...rawArgs)).toBeUndefined();
  });

  test.each([
    [["--htpp-port", "9"], "There is no flag --htpp-port. Did you mean --http-port?"],
    [["--http-port", "9", "--frobnicate"], "There is no flag --frobnicate."],
    [["--frobnicate=planted"], "There is no flag --frobnicate."],
    [["--no-frobnicate"], "There is no flag --frobnicate."],
    [["-x"], "There is no flag -x."],
    [["--http-port", "9", "now"], 'Nothing is known to do with "now".'],
    [["--", "now"], 'Nothing is known to do with "now".'],
    [["--http-port"], "--http-port needs a value."],
    [["--http-port="], "--http-port needs a value."],
    [["--data-dir", "--once"], "--data-dir needs a value."],
    [["--no-http-port"], "--http-port needs a value."],
    [["--once=0"], "--once takes true or false, or no value for true."],
  ])("is refused as %j", (rawArgs, fault) => {
    expect(check(...rawArgs)).toBe(fault);
  });

  test("takes as many words as the command has places", () => {
    const places: ArgsDef = { stream: { type: "positional", required: false }, ...known };
    const fault = (...rawArgs: string[]) => checkArgs({ rawArgs, args: parseArgs(rawArgs, places) }, places);
    expect([fault(), fault("str_1"), fault("str_1", "--once")]).toEqual([undefined, undefined, undefined]);
    expect(fault("str_1", "now")).toBe('Nothing is known to do with "now".');
  });

  test.each(["stream-key", "streamKey", "key", "passphrase", "api-key", "token"])(
    "with a secret in --%s is refused with the reason, and the secret is not repeated",
    (flag) => {
      for (const words of [[`--${flag}=planted`], [`--${flag}`, "planted"]]) {
        const fault = check(...words);
        expect(fault).toMatch(/every process on this machine can read/u);
        expect(fault).not.toContain("planted");
      }
    },
  );

  test("is not repeated at any length", () => {
    expect(check(`--${"x".repeat(5000)}`)?.length).toBeLessThan(100);
    expect(check("x".repeat(5000))?.length).toBeLessThan(100);
  });
});

test.each([
  [["start", "--nope"], undefined],
  [[], undefined],
  [["strat"], 'There is no command "strat". Did you mean start?'],
  [["--http-port=9", "start"], "--http-port stands where a command is expected."],
])("the command of %j is told: %s", (rawArgs, fault) => {
  expect(checkCommand(rawArgs, ["start", "demo"])).toBe(fault);
});
