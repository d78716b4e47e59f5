import type { StreamPatch, TargetPatch } from "../model/inputs.ts";
import type { Operation } from "./decide.ts";

/** Which rules a change of a stream falls under. */
export function streamOperations({ enabled, ...others }: StreamPatch): Operation[] {
  const operations: Operation[] = has(others, Object.keys(others)) ? ["stream.update"] : [];
  if (enabled !== undefined) operations.push(enabled ? "stream.enable" : "stream.disable");
  return operations;
}

/** Which rules a change of a target falls under. */
export function targetOperations(patch: TargetPatch): Operation[] {
  const operations: Operation[] = [];
  if (has(patch, ["name", "reference", "metadata", "providerOptions"])) operations.push("target.update.name");
  if (has(patch, ["destination"])) operations.push("target.update.destination");
  if (has(patch, ["rendition", "videoOnly"])) operations.push("target.update.rendition");
  if (patch.enabled !== undefined) operations.push(patch.enabled ? "target.enable" : "target.disable");
  return operations;
}

/** Is one of these fields asked for? One that is present but undefined is one that was left out. */
function has(patch: object, fields: readonly string[]): boolean {
  return Object.entries(patch).some(([field, value]) => value !== undefined && fields.includes(field));
}
