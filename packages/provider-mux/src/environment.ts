/** An environment variable, where the runtime has them; an empty one counts as missing. */
export function variable(name: string): string | undefined {
  const environment = member(member(globalThis, "process"), "env");
  const value = member(environment, name);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text === "" ? undefined : text;
}

/** Some runtimes have no `process`, and some throw for a variable that may not be read. */
function member(owner: unknown, name: string): unknown {
  if (typeof owner !== "object" || owner === null) return undefined;
  try {
    return Reflect.get(owner, name);
  } catch {
    return undefined;
  }
}
