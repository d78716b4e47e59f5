import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));

function polycast(...args: string[]) {
  const env = { PATH: process.env["PATH"], NO_COLOR: "1" };
  const command = ["--conditions=@polycast/source", "--no-warnings", main, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", env });
  return { status, stdout, stderr };
}

test.each([
  [[], "USAGE polycast start|demo|webhooks"],
  [["start"], "USAGE polycast start [OPTIONS]"],
  [["webhooks"], "USAGE polycast webhooks connect|list|replay"],
  [["webhooks", "connect"], "USAGE polycast webhooks connect [OPTIONS] [PROVIDER]"],
])("the help for %j says all of the command", (words, usage) => {
  const { status, stdout } = polycast(...words, "--help");
  expect([
    status,
    stdout
      .split("\n")
      .find((line) => line.startsWith("USAGE"))
      ?.trim(),
  ]).toEqual([0, usage]);
});

test.each([
  [["webhoks"], 'There is no command "webhoks". Did you mean webhooks?', "polycast --help"],
  [["webhooks", "conect"], 'There is no command "conect". Did you mean connect?', "polycast webhooks --help"],
  [["webhooks", "connect"], "Say which provider, e.g. polycast webhooks connect mux.", "webhooks connect --help"],
  [["webhooks", "replay", "inb_x", "--state", "done"], "but not both", "polycast webhooks replay --help"],
])("%j is refused with the next step", (words, fault, next) => {
  const { status, stdout, stderr } = polycast(...words);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(fault);
  expect(stderr).toContain(next);
});

test("without a key the variable is named", () => {
  const { status, stderr } = polycast("webhooks", "list");
  expect([status, stderr.split("\n").length]).toEqual([1, 3]);
  expect(stderr).toContain("POLYCAST_API_KEY");
});
