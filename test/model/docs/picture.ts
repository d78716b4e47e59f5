import { appliesWords } from "../words.ts";
import { code, mermaid, table } from "./markdown.ts";

/** The whole model in one drawing, and when a change takes effect. */
export function picture(): string {
  return [
    mermaid([
      "flowchart LR",
      '  encoder(["encoder"]) -- ingest --> stream["<b>stream</b>"]',
      '  stream --> target1["<b>target</b>"] -- destination --> platform1(["platform"])',
      '  stream --> target2["<b>target</b>"] -- destination --> platform2(["platform"])',
      '  subgraph sides["every stream and every target has three sides"]',
      "    direction LR",
      '    wanted["<b>wanted</b><br/>enabled, name, destination<br/><i>what the caller asked for</i>"]',
      '    observed["<b>observed</b><br/>status: state, since, reason, source<br/><i>what somebody saw</i>"]',
      '    pending["<b>pending</b><br/>changes, applies, error<br/><i>asked for, not yet in effect</i>"]',
      "    wanted --> pending",
      "    observed --> pending",
      "  end",
      "  target2 -.- sides",
    ]),
    "`pending` is wanted minus observed. Where it is absent, the provider has accepted all that was asked. Undoing a change removes it without a call.",
    table(
      ["`applies`", "a change takes effect"],
      Object.entries(appliesWords).map(([applies, meaning]) => [code(applies), meaning]),
    ),
  ].join("\n\n");
}
