import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";
import { openClient, plainGatewayFlags } from "../api-command.ts";
import { cliCommand } from "../command.ts";
import { followEvents } from "../follow-events.ts";
import { type GatewayClient, type Query, withQuery } from "../gateway-client.ts";
import { readAnswer } from "../read-answer.ts";
import type { Io } from "../io.ts";
import { showEvent } from "../show-event.ts";
import { UsageError, wholeNumber } from "../usage-error.ts";

const PAGE = 100;
const MOST = 10_000;

const flags = {
  follow: { type: "boolean", default: false, alias: "f", description: "Go on with what happens, until Ctrl-C." },
  stream: { type: "string", description: "Only those of this stream." },
  type: { type: "string", description: "Only of these types, after commas, e.g. target.failed,target.live." },
  after: { type: "string", description: "Only those behind this cursor. Default: all that are kept, or from now on." },
  limit: { type: "string", description: `Without --follow: how many at most, 1 to ${MOST}. Default ${PAGE}.` },
  ...plainGatewayFlags,
} as const;

/** `polycast events`: what has happened, oldest first, or what happens. One line an event. */
export const events = cliCommand({
  name: "events",
  description: "Shows what has happened, or with --follow what happens: one line an event.",
  args: flags,
  async run(args, io) {
    const { follow, stream, type, after, limit, json } = args;
    if (follow && limit !== undefined) throw new UsageError("--limit is not for --follow.");
    const query = { streamId: stream, type };
    const most = wholeNumber(limit, { least: 1, most: MOST, flag: "--limit" }) ?? PAGE;
    const client = openClient(args, flags, io);
    const show = (event: unknown): void => io.out(json ? JSON.stringify(event) : showEvent(event, io.style));
    if (!follow) return list(client, { query: { ...query, after }, most, show }, io);
    const stop = new AbortController();
    io.onStop(() => stop.abort());
    await followEvents(client, {
      query,
      after,
      signal: stop.signal,
      onEvent: show,
      onNotice: (text) => io.err(`! ${text}`),
      pause: (ms, signal) => wait(ms, undefined, { signal }),
      timer(ms, callback) {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
    });
    return 0;
  },
});

const pageSchema = z.object({ data: z.array(z.unknown()), nextCursor: z.string().optional(), cursor: z.string() });

async function list(
  client: GatewayClient,
  { query, most, show }: { query: Query; most: number; show: (event: unknown) => void },
  io: Io,
): Promise<number> {
  let shown = 0;
  let after = query["after"];
  for (;;) {
    const limit = Math.min(PAGE, most - shown);
    const page = readAnswer(pageSchema, await client.call("GET", withQuery("/v1/events", { ...query, after, limit })));
    for (const event of page.data) show(event);
    shown += page.data.length;
    const isOver = page.nextCursor === undefined || page.nextCursor === after;
    if (isOver || shown >= most) {
      if (!isOver) io.err(`… and more: --after ${page.cursor}, or raise --limit.`);
      else if (shown === 0) io.err("No events.");
      return 0;
    }
    after = page.nextCursor;
  }
}
