import { describe, expect, test } from "vitest";
import { commands } from "./commands.ts";
import { createProgress } from "./io.ts";
import { openStandIn, run } from "./stand-in.test.support.ts";

const usageOf = (text: string): string | undefined => text.split("\n").find((line) => line.startsWith("USAGE"));

describe("the help", () => {
  test.each([
    [["--help"], "USAGE polycast start|demo|init|check|doctor|"],
    [["help"], "USAGE polycast start|demo|"],
    [["start", "--help"], "USAGE polycast start [OPTIONS]"],
    [["webhooks", "-h"], "USAGE polycast webhooks connect|list|replay"],
    [["webhooks", "connect", "--help"], "USAGE polycast webhooks connect [OPTIONS] [PROVIDER]"],
    [["help", "webhooks", "connect"], "USAGE polycast webhooks connect [OPTIONS] [PROVIDER]"],
  ])("for %j says all of the command", async (words, usage) => {
    const { code, out, err } = await run(words);
    expect([code, err]).toEqual([0, ""]);
    expect(usageOf(out)).toContain(usage);
    expect(out).not.toMatch(/ $|Default: false/mu);
    expect(out).not.toContain("\u001b");
  });

  test.each([[[]], [["streams"]]])("stands for the command that is missing in %j", async (words) => {
    const { code, out, err } = await run(words);
    expect([code, out]).toEqual([2, ""]);
    expect(usageOf(err)).toBeDefined();
  });

  test("keeps its colours where they are seen", async () => {
    const coloured = await run(["webhooks", "list", "--help"], { style: (_format, text) => `<${text}>` });
    expect(coloured.out).not.toMatch(/Default: false| $/mu);
  });
});

test.each([["--version"], ["-v"], ["version"]])("%s says which version it is", async (flag) => {
  expect(await run([flag])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+/u) });
});

test.each([
  [["webhoks"], 'There is no command "webhoks". Did you mean webhooks?', "polycast --help"],
  [["webhooks", "conect"], 'There is no command "conect". Did you mean connect?', "polycast webhooks --help"],
  [["webhooks", "connect"], "Say which provider, e.g. polycast webhooks connect mux.", "webhooks connect --help"],
  [["webhooks", "replay", "inb_x", "--state", "done"], "but not both", "polycast webhooks replay --help"],
  [["constructor"], "There is no command", "polycast --help"],
  [["streams", "toString"], "There is no command", "polycast streams --help"],
])("%j is refused with the next step", async (words, fault, next) => {
  const { code, out, err } = await run(words);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(fault);
  expect(err).toContain(next);
});

test.each([
  [["webhoks", "--json"], "Did you mean webhooks?", "What there is: polycast --help"],
  [["webhooks", "conect", "--json"], "Did you mean connect?", "What there is: polycast webhooks --help"],
  [["streams", "create", "--json"], "Say which name it gets", "What there is: polycast streams create --help"],
  [["check", "--nope", "--json"], "There is no flag --nope.", "What there is: polycast check --help"],
])("%j is refused in one line of JSON", async (words, fault, hint) => {
  const { code, out, err } = await run(words);
  expect([code, out]).toEqual([2, ""]);
  const message = expect.stringContaining(fault) as unknown;
  expect(JSON.parse(err)).toEqual({ error: { code: "invalid_argument", message, hint } });
});

test("what is typed is looked at before anybody is asked, or a key is missed", async () => {
  for (const list of [["streams"], ["targets"], ["keys"], ["webhooks"]]) {
    expect(await run([...list, "list", "--limit", "none"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("--limit takes a whole number"),
    });
  }
});

test("every command has a description, and no command takes the key of the gateway", async () => {
  for (const load of Object.values(commands)) {
    const loaded = await load();
    const leaves = "commands" in loaded ? Object.values(loaded.commands) : [loaded];
    for (const { meta, args } of leaves) {
      expect(meta.description).toMatch(/^[A-Z].+[^,]$/u);
      expect(Object.keys(args)).not.toContain("api-key");
      expect(Object.keys(args)).not.toContain("stream-key");
      for (const [name, flag] of Object.entries(args))
        expect([name, flag.description]).toEqual([name, expect.any(String)]);
    }
  }
});

test("the gateway's URL goes by flag, then variable; --url is short for it where it means nothing else", async () => {
  const standIn = await openStandIn({ json: { data: [] } });
  const env = { POLYCAST_URL: "http://127.0.0.1:1" };
  for (const flag of ["--url", "--gateway-url"]) {
    expect(await standIn.run(["streams", "list", flag, standIn.url], { env })).toMatchObject({ code: 0 });
  }
  expect(standIn.heard).toHaveLength(2);
  expect(await standIn.run(["streams", "list"], { env })).toMatchObject({
    code: 1,
    err: expect.stringContaining("No gateway answers at http://127.0.0.1:1."),
  });
});

test("progress is shown on a terminal only, in one line that is gone at the end", () => {
  const written: string[] = [];
  const write = (text: string): boolean => written.push(text) > 0;
  const silent = createProgress({ isTTY: false, write });
  silent("Reading …");
  silent("");
  expect(written).toEqual([]);
  const shown = createProgress({ isTTY: true, write });
  shown("");
  shown("Reading …");
  shown("Reading more …");
  shown("");
  expect(written).toEqual(["\r\u001b[KReading …", "\r\u001b[KReading more …", "\r\u001b[K"]);
});
