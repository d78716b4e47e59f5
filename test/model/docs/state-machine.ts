import { code, folded, mermaid, table } from "./markdown.ts";

type Transition = { from: string; to: string; when: string };
type Arrow = { from: string[]; to: string; when: string };

/** From this many on, states that go to one state for one reason share an arrow. */
const SHARED = 3;

/** A state machine: what each state means, the drawing, and the table of its transitions. */
export function stateMachine(words: Record<string, string>, transitions: readonly Transition[]): string {
  const states = Object.entries(words).map(([state, meaning]) => [code(state), meaning]);
  const rows = transitions.map(({ from, to, when }) => [code(from), code(to), when]);
  return [
    table(["state", "meaning"], states),
    mermaid(drawing(transitions)),
    "`unknown` may follow and precede every state.",
    folded(`All ${transitions.length} transitions`, table(["from", "to", "when"], rows)),
  ].join("\n\n");
}

function drawing(transitions: readonly Transition[]): string[] {
  const known = new Set(transitions.flatMap(({ from, to }) => [from, to]));
  const lines = ["stateDiagram-v2", "  direction LR"];
  let boxes = 0;
  for (const arrow of bundle(transitions)) {
    if (arrow.from.length < SHARED) {
      for (const from of arrow.from) lines.push(`  ${from} --> ${arrow.to}: ${label(arrow.when)}`);
      continue;
    }
    const box = `shared${++boxes}`;
    const all = arrow.from.length === known.size - 1;
    lines.push(`  state "${all ? "every other state" : arrow.from.join(", ")}" as ${box}`);
    lines.push(`  ${box} --> ${arrow.to}: ${label(arrow.when)}`);
  }
  return lines;
}

/** Mermaid ends a statement at a semicolon. */
function label(text: string): string {
  return text.replaceAll(";", ",");
}

/** Arrows with the same end and the same reason become one. */
function bundle(transitions: readonly Transition[]): Arrow[] {
  const arrows = new Map<string, Arrow>();
  for (const { from, to, when } of transitions) {
    const key = JSON.stringify([to, when]);
    const arrow = arrows.get(key);
    if (arrow) arrow.from.push(from);
    else arrows.set(key, { from: [from], to, when });
  }
  return [...arrows.values()];
}
