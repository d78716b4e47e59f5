import { MultistreamError } from "@polycast/core/provider";

const STREAM_MARK = /^polycast:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const NAME_PREFIX = "polycast:name:";

/** A stream's `passthrough` where the caller gives no reference: an unanswered create can be found by it. */
export function createStreamMark(): string {
  return `polycast:${crypto.randomUUID()}`;
}

/** The caller's own id in a stream's `passthrough`. A mark of ours is none. */
export function streamReference(passthrough: string | null | undefined): string | undefined {
  if (!passthrough || STREAM_MARK.test(passthrough)) return undefined;
  return passthrough;
}

/** A target's `passthrough`: the one slot that it has for either the caller's own id or the name. */
export function targetPassthrough(input: { name: string; reference?: string | undefined }): string {
  return input.reference ?? `${NAME_PREFIX}${input.name}`;
}

/** What a target's `passthrough` says. One that others have written serves as name and as reference. */
export function readTargetPassthrough(passthrough: string | null | undefined): { name?: string; reference?: string } {
  if (!passthrough) return {};
  if (passthrough.startsWith(NAME_PREFIX)) return { name: passthrough.slice(NAME_PREFIX.length) };
  return { name: passthrough, reference: passthrough };
}

/** @throws MultistreamError `invalid_argument` for a reference that would be taken for a mark of ours */
export function checkReference(reference: string | undefined, path = "reference"): void {
  if (reference === undefined || !(STREAM_MARK.test(reference) || reference.startsWith(NAME_PREFIX))) return;
  const message = `must not look like a mark of Polycast (${NAME_PREFIX}…, polycast:<uuid>)`;
  throw new MultistreamError("invalid_argument", `mux: ${path} ${message}.`, {
    provider: "mux",
    issues: [{ path, message }],
    hint: "Choose another reference.",
  });
}
