/** The variable that stands in for a setting: `tokenId` of `mux` is `MUX_TOKEN_ID`. */
export function variableName(provider: string, setting: string): string {
  return `${provider}_${setting.replace(/[A-Z]/gu, "_$&")}`.toUpperCase();
}

/** The value of that variable, where the runtime has variables; an empty one counts as missing. */
export function environmentVariable(provider: string, setting: string): string | undefined {
  try {
    const process: { env?: Record<string, unknown> } | undefined = Reflect.get(globalThis, "process");
    const value = process?.env?.[variableName(provider, setting)];
    return (typeof value === "string" && value.trim()) || undefined;
  } catch {
    // Some runtimes throw for a variable that may not be read.
    return undefined;
  }
}
