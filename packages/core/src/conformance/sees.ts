import type { TargetState } from "../model/target-status.ts";
import { needs } from "./clause.ts";
import type { Scene } from "./scene.ts";

/** Can these states of a target be seen in this mode? Where they come by webhook alone, a read knows nothing of them. */
export function sees(scene: Scene, ...states: TargetState[]): true | string {
  const { delivery, states: known } = scene.capabilities.status;
  const unknown = states.find((state) => !known.includes(state));
  if (unknown !== undefined) return `the table does not have the state ${unknown}`;
  if (delivery.includes("push") || delivery.includes("poll")) return true;
  if (scene.mode === "direct") return "the status of targets comes by webhook alone: see the mode `with state`";
  return needs(scene.webhooks, "the harness takes no webhooks");
}
