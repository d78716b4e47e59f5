/** An environment variable, where this runtime has such. An empty one counts as none. */
export function environmentVariable(name: string): string | undefined {
  const host: object = globalThis;
  if (!("process" in host) || !isObject(host.process)) return undefined;
  const { process } = host;
  if (!("env" in process) || !isObject(process.env)) return undefined;
  const value: unknown = Reflect.get(process.env, name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
