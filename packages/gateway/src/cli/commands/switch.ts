import * as z from "zod";
import { plainCell } from "../../text/plain-cell.ts";
import { apiCommand, plainGatewayFlags } from "../api-command.ts";
import { readAnswer } from "../read-answer.ts";
import type { Style } from "../io.ts";
import { showIngest } from "../show-streams.ts";
import { needWord } from "../usage-error.ts";
import { ingestView } from "../views.ts";
import { streamPath, streamPlace } from "./streams/stream-word.ts";

/** A thing of a plan. What was done must not look like a failure because it is told in other words than these. */
const thing = z.union([
  z.string(),
  z.object({ targetId: z.string().optional(), name: z.string() }),
  z.object({ targetId: z.string().optional(), what: z.string(), reason: z.string().optional() }),
  z.unknown().transform((other) => JSON.stringify(other)),
]);
const answerSchema = z.object({
  plan: z.object({
    from: z.string(),
    to: z.string(),
    refused: z.array(z.object({ message: z.string(), hint: z.string().optional() })).default([]),
    created: z.array(thing).default([]),
    kept: z.array(thing).default([]),
    lost: z.array(thing).default([]),
    ingest: z.string().optional(),
  }),
  applied: z.boolean(),
  ingest: z.array(ingestView).optional(),
});
type Answer = z.output<typeof answerSchema>;

/** `polycast switch` */
export const switchStream = apiCommand({
  name: "switch",
  description: "Moves a stream to another provider while it is idle. Shows only the plan, unless --apply.",
  args: {
    ...streamPlace,
    to: { type: "string", valueHint: "instance", description: "The instance that is to carry it." },
    apply: { type: "boolean", default: false, description: "Do it." },
    ...plainGatewayFlags,
  },
  doing: "Asking both providers",
  async act({ stream, to, apply }, client, { style }) {
    const path = `${streamPath(stream, "switch")}/switch`;
    const provider = needWord(to, "instance to switch to", `polycast switch ${stream} --to mux`);
    const json = await client().call("POST", path, { provider, dryRun: !apply });
    return { text: describe(readAnswer(answerSchema, json), style), json };
  },
});

function describe({ plan, applied, ingest }: Answer, style: Style): string {
  const { from, to, created, kept, lost, refused } = plan;
  const reasons = refused.map(({ message, hint }) => (hint === undefined ? message : `${message} ${hint}`));
  return [
    `${applied ? "✓ Switched" : "Would switch"} from ${plainCell(from)} to ${plainCell(to)}.`,
    ...section(`Created at ${plainCell(to)}`, created.map(nameOf)),
    ...section("Kept", kept.map(nameOf)),
    ...section(style("yellow", "Lost"), lost.map(nameOf)),
    ...section(style("red", "It would be refused now"), reasons),
    ...nextStep({ applied, ingest, isRefused: refused.length > 0 }, plan.ingest, style),
  ].join("\n");
}

function nextStep(
  { applied, ingest, isRefused }: Pick<Answer, "applied" | "ingest"> & { isRefused: boolean },
  kind: string | undefined,
  style: Style,
): string[] {
  if (applied && ingest) return ["", "Your encoder sends to this from now on:", showIngest(ingest, style)];
  const note = kind === "new" ? "Your encoder gets a new address and key." : undefined;
  const then = isRefused ? "" : " To do it: the same with --apply.";
  const open = applied ? [] : [`Nothing was changed.${then}`];
  return ["", ...(note === undefined ? [] : [note]), ...open];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${plainCell(line)}`)];
}

function nameOf(one: z.output<typeof thing>): string {
  if (typeof one === "string") return one;
  const id = one.targetId === undefined ? "" : ` (${one.targetId})`;
  if ("name" in one) return `${one.name}${id}`;
  return `${one.what}${id}${one.reason === undefined ? "" : `: ${one.reason}`}`;
}
