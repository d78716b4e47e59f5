import { type Registers, REGISTERS_VERSION } from "./known.ts";

/**
 * Reads what `JSON.stringify` has made of registers. Nothing for a text of another version, or that is none: what it
 * was to say is learnt anew.
 */
export function readRegisters(text: string): Registers | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRegisters(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Looks at the version and the outer shape: who writes them is this package. */
export function isRegisters(value: unknown): value is Registers {
  if (!isObject(value) || value["version"] !== REGISTERS_VERSION) return false;
  const { stream, targets, lapses, warnings, now } = value;
  if (!Array.isArray(stream) || !isObject(targets) || !isObject(lapses) || !isObject(warnings)) return false;
  return typeof now === "number" && Object.values(targets).every((register) => Array.isArray(register));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
