import type { Compilable, CompiledQuery } from "kysely";

type Value = string | number | null;

/** Stands for a value while its query is compiled. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is built and compiled at its first use, and only filled in from then on: for what runs with every event,
 * where building takes longer than SQLite does.
 *
 * @param build is handed stand-ins: it puts each into the query as it is, and looks at none
 */
export function compileOnce<Row, Values extends Readonly<Record<string, Value>>>(
  build: (values: Values) => Compilable<Row>,
): (values: Values) => Compilable<Row> {
  let compiled: CompiledQuery<Row> | undefined;
  return (values) => {
    compiled ??= build(standIns as Values).compile();
    return filled(compiled, values);
  };
}

/** Whatever is asked for. */
const standIns: object = new Proxy({}, { get: (_target, name) => new Slot(String(name)) });

function filled<Row>(compiled: CompiledQuery<Row>, values: Readonly<Record<string, Value>>): Compilable<Row> {
  const parameters = compiled.parameters.map((one) => (one instanceof Slot ? values[one.name] : one));
  return { compile: () => ({ ...compiled, parameters }) };
}
