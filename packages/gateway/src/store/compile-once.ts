import type { CompiledQuery, RootOperationNode } from "kysely";
import type { Query } from "./access.ts";

type Value = string | number | null;

/** Turns a query into the SQL of an engine; the same function for all queries of that engine. */
export type Compile = (node: RootOperationNode) => CompiledQuery;

/** A query that was compiled before, and is only filled in. */
export type Prepared<Row> = Query<Row> & { compileWith(compile: Compile): CompiledQuery };

/** Stands for a value while its query is compiled. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is built once, and compiled once per engine at its first use there, and only filled in from then on: for
 * what runs with every event, where building takes longer than the database does.
 *
 * @param build is handed stand-ins: it puts each into the query as it is, and looks at none
 */
export function compileOnce<Row, Values extends Readonly<Record<string, Value>>>(
  build: (values: Values) => Query<Row>,
): (values: Values) => Prepared<Row> {
  let built: Query<Row> | undefined;
  let own: CompiledQuery<Row> | undefined;
  const others = new WeakMap<Compile, CompiledQuery>();
  const template = (): Query<Row> => (built ??= build(standIns as Values));
  const compileWith = (compile: Compile): CompiledQuery => {
    const known = others.get(compile);
    if (known) return known;
    // The node of a whole query is a root.
    const compiled = compile(template().toOperationNode() as RootOperationNode);
    others.set(compile, compiled);
    return compiled;
  };
  return (values) => ({
    compile: () => filled((own ??= template().compile()), values),
    toOperationNode: () => template().toOperationNode(),
    compileWith: (compile) => filled(compileWith(compile), values),
  });
}

/** Whatever is asked for. */
const standIns: object = new Proxy({}, { get: (_target, name) => new Slot(String(name)) });

function filled<Row>(compiled: CompiledQuery<Row>, values: Readonly<Record<string, Value>>): CompiledQuery<Row> {
  const parameters = compiled.parameters.map((one) => (one instanceof Slot ? values[one.name] : one));
  return { ...compiled, parameters };
}
