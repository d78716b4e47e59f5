import { readFileSync } from "node:fs";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";
import { selfhost } from "@polycast/selfhost";
import { livepeerSimulator, muxSimulator } from "@polycast/simulators";
import { noticeSchema, pendingSchema, Secret } from "@polycast/core/provider";
import { createGateway, createLog } from "polycast";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { mortalGateway } from "../control/mortal-gateway.ts";
import { openShow } from "../control/show.ts";
import { stages } from "../control/stages.ts";
import { tempDir } from "../harness/temp-dir.ts";
import { codeBlocks } from "./code-blocks.ts";
import { readCurl } from "./read-curl.ts";

const markdown = readFileSync(new URL("../../docs/gateway.md", import.meta.url), "utf8");

const columns = { "Self-hosted relay": "selfhost", Mux: "mux", "Livepeer Studio": "livepeer", Castr: "castr" } as const;

const rule = z.object({ idle: z.string(), live: z.string(), via: z.string() });
const rulesSchema = z.object({
  target: z.looseObject({ update: z.record(z.string(), rule) }).transform(({ update, ...rest }) => {
    const rules = z.record(z.string(), rule).parse(rest);
    return { ...rules, ...prefixed("update", update) };
  }),
  stream: z.record(z.string(), rule),
});

function prefixed<T>(word: string, entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [`${word}.${name}`, value]));
}

/** The cells of the rows under a heading whose first one is code, by that. */
function tableUnder(heading: string): Map<string, string[]> {
  const section = markdown.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return new Map(
    rows.map((line) => {
      const [first = "", ...cells] = line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [first, cells];
    }),
  );
}

/** An answer without its times, which are of the moment. */
function timeless(value: unknown): unknown {
  const text = JSON.stringify(value, (key, inner: unknown) => (key === "since" ? undefined : inner));
  return JSON.parse(text);
}

describe.each(Object.entries(columns))("%s", (heading, provider) => {
  test("switches a target of a live stream off as the page says", async () => {
    await using stack = new AsyncDisposableStack();
    const dir = stack.use(await tempDir());
    const stage = stack.use(await stages[provider]());
    const gateway = stack.use(await mortalGateway(stage, dir.path));
    const show = await openShow(stage, gateway, true);
    await show.goLive();
    const [command = ""] = codeBlocks(markdown, "## One change on four providers", "sh");
    const [shown = ""] = codeBlocks(markdown, `### ${heading}`, "json");
    const { method, path, body } = readCurl(command, { STREAM: show.streamId, TARGET: show.targetId });
    const answer = await gateway.call(method, path, body);
    const expected = JSON.parse(shown) as object;
    expect(answer).toMatchObject({ status: 200, body: timeless(expected) as object });
    expect("pending" in Object(answer?.body)).toBe("pending" in expected);
  });

  test("has the rules of the page", async () => {
    await using stack = new AsyncDisposableStack();
    const dir = stack.use(await tempDir());
    const stage = stack.use(await stages[provider]());
    const gateway = stack.use(await mortalGateway(stage, dir.path));
    const answer = await gateway.call("GET", "/v1/providers/behind");
    const { target, stream } = rulesSchema.parse(Object(answer?.body).capabilities);
    const rules = { ...prefixed("target", target), ...prefixed("stream", stream) };
    const place = Object.keys(columns).indexOf(heading);
    const shown = [...tableUnder("What each change does, and when")].map(([name, cells]) => [name, cells[place]]);
    const said = Object.entries(rules).map(([name, { live, via }]) => {
      const word = live === "refused" ? "**refused**" : live;
      return [`\`${name}\``, via === "emulated" ? `${word}, _emulated_` : word];
    });
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(said));
    const late = Object.values(rules).filter(({ idle, live }) => live !== "refused" && idle !== "now");
    expect(late).toEqual([]);
  });
});

/** A gateway in front of the relay and two clouds, and what asks it. */
async function openGateway(dataDir: string) {
  const clouds = { mux: muxSimulator(), livepeer: livepeerSimulator() };
  const fetchOf =
    (name: keyof typeof clouds): typeof fetch =>
    (input, init) =>
      clouds[name].fetch(new Request(input, init));
  const apiKey = "pcsk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
  const gateway = await createGateway({
    settings: { httpPort: 0, host: "127.0.0.1", dataDir, provider: "selfhost", apiKey: new Secret(apiKey) },
    providers: {
      selfhost: selfhost({ rtmpPort: 0 }),
      mux: mux({ tokenId: "sim-token-id", tokenSecret: "sim-token-secret", fetch: fetchOf("mux") }),
      livepeer: livepeer({ apiKey: "51a1a70b-0000-4000-8000-000000000001", fetch: fetchOf("livepeer") }),
    },
    log: createLog({ output: { write: () => undefined, close: () => Promise.resolve() } }).log,
  });
  const call = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await gateway.app.request(path, { method, headers, ...sent });
    return { status: answer.status, text: await answer.text() };
  };
  return { call, [Symbol.asyncDispose]: () => gateway.close() };
}

test("what the page shows of pending and notices has their shape", () => {
  const [pending = ""] = codeBlocks(markdown, "## Wanted, observed, pending", "json");
  const [failing = ""] = codeBlocks(markdown, "## A change that fails", "json");
  const [drift = ""] = codeBlocks(markdown, "## Drift", "json");
  for (const shown of [pending, failing].map((text): unknown => JSON.parse(text))) {
    expect(pendingSchema.parse(shown)).toEqual(shown);
  }
  expect(noticeSchema.parse(JSON.parse(drift))).toEqual(JSON.parse(drift));
});

const created = z.object({ stream: z.object({ id: z.string() }) });

test("every other request of the page is taken, and every metric is on it", async () => {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const gateway = stack.use(await openGateway(dir.path));
  const { text } = await gateway.call("POST", "/v1/streams", { name: "Friday show", provider: "mux" });
  const values = { STREAM: created.parse(JSON.parse(text)).stream.id };
  const headings = ["A whole list of targets", "Import", "Switching providers", "API keys and tenants"];
  const statuses = [];
  for (const heading of headings) {
    for (const command of codeBlocks(markdown, `## ${heading}`, "sh")) {
      const { method, path, body } = readCurl(command, values);
      const answer = await gateway.call(method, path, body);
      statuses.push([heading, answer.status]);
    }
  }
  expect(statuses).toEqual(headings.map((heading) => [heading, heading.startsWith("API") ? 201 : 200]));

  const metrics = await gateway.call("GET", "/metrics");
  const told = Array.from(metrics.text.matchAll(/^# TYPE (polycast_\w+)/gmu), ([, name = ""]) => name);
  const section = markdown.split("\n## Metrics\n")[1] ?? "";
  const shown = new Set(Array.from(section.matchAll(/`(polycast_\w+)`/gu), ([, name = ""]) => name));
  expect([...shown].toSorted()).toEqual(told.toSorted());
});
