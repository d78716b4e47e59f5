import {
  endpointEventTypes,
  errorCodes,
  operations,
  streamEventTypes,
  targetEventTypes,
} from "@polycast/core/provider";
import { describe, expect, it } from "vitest";
import { providers } from "../providers.ts";
import { eventsPage } from "./events-page.ts";
import { table } from "./markdown.ts";
import { modelPage } from "./model-page.ts";
import { providersPage } from "./providers-page.ts";
import { stateMachine } from "./state-machine.ts";

const pages = { model: modelPage(), providers: providersPage(providers), events: eventsPage(providers) };

it("the model page names every error and event, the providers' every operation and package, the events' shows every type", () => {
  for (const word of [...errorCodes, ...streamEventTypes, ...targetEventTypes]) {
    expect(pages.model).toContain(`\`${word}\``);
  }
  for (const word of [...streamEventTypes, ...targetEventTypes, ...endpointEventTypes]) {
    expect(pages.events).toContain(`"type": "${word}"`);
  }
  for (const word of [...operations, ...providers.map(({ packageName }) => packageName)]) {
    expect(pages.providers).toContain(`\`${word}\``);
  }
});

it("the events page shows what becomes of all 18 webhooks that Mux sends about streams and targets", () => {
  const types = Array.from(pages.events.matchAll(/^\| `(video\.live_stream\.[\w.]+)` /gmu), ([, type]) => type);
  expect(new Set(types).size).toBe(18);
});

describe.each(Object.entries(pages))("the page %s", (_name, page) => {
  it("has a target for every link inside itself", () => {
    const headings = Array.from(page.matchAll(/^##+ (.+)$/gmu), ([, title = ""]) =>
      title.toLowerCase().replaceAll("'", "").replaceAll(" ", "-"),
    );
    const anchors = Array.from(page.matchAll(/<a id="([^"]+)">/gu), ([, id = ""]) => id);
    const links = Array.from(page.matchAll(/\]\(#([^)]+)\)/gu), ([, id = ""]) => id);
    expect(links.length).toBeGreaterThan(3);
    expect([...headings, ...anchors]).toEqual(expect.arrayContaining(links));
    expect(new Set(anchors).size).toBe(anchors.length);
  });

  it("has tables whose rows are as wide as their heads", () => {
    for (const block of page.split("\n\n").filter((part) => part.startsWith("|"))) {
      const widths = block
        .trimEnd()
        .split("\n")
        .map((line) => line.replaceAll("\\|", "").split("|").length);
      expect(new Set(widths).size).toBe(1);
    }
  });

  it("ends with one line break", () => {
    expect(page).toMatch(/[^\n]\n$/u);
  });
});

describe("a state machine", () => {
  it("draws one arrow for many states that go one way for one reason", () => {
    const off = ["a", "b", "c"].map((from) => ({ from, to: "off", when: "switched; off" }));
    const drawn = stateMachine({}, [...off, { from: "off", to: "a", when: "on" }]);
    expect(drawn).toContain('state "every other state" as shared1\n  shared1 --> off: switched, off\n');
    expect(drawn).toContain("off --> a: on");
    expect(drawn).not.toContain("a --> off");
    expect(drawn).toContain("All 4 transitions");
  });
});

describe("a table", () => {
  it("keeps a bar and a line break inside their cell", () => {
    expect(table(["x"], [["a|b\nc"]])).toBe("| x |\n| --- |\n| a\\|b c |");
  });
});
