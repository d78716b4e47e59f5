import {
  type CallContext,
  CapabilityError,
  confirmed,
  defined,
  MultistreamError,
  type Stream,
  type StreamPatch,
} from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";
import type { Parts } from "./parts.ts";
import { type LivepeerStreamOptions, profileNamesFrom, readStreamOptions } from "./provider-options.ts";
import { readTags, writeTags } from "./user-tags.ts";
import { viewStreams } from "./view-streams.ts";
import { referencesOf, type WireStream } from "./wire/stream.ts";

/** Changes a stream's own fields in one call; the tags of others stay. */
export async function updateStream(
  parts: Parts,
  id: string,
  patch: StreamPatch,
  context: CallContext,
): Promise<Stream> {
  const { api, readStream } = parts;
  const options = readStreamOptions(patch);
  const { stream, receivedAt } = await readStream(id, context);
  checkIdle(stream, options);
  checkProfilesInUse(stream, options);
  const fields: Fields = defined({
    name: patch.name,
    suspended: patch.enabled === undefined ? undefined : !patch.enabled,
    userTags: tagsOf(stream, patch),
  });
  const json = { ...fields, ...options };
  // Read before the write: nothing can fail after it.
  const [view] = await viewStreams(parts, [{ ...stream, ...json }], receivedAt, context);
  if (!view) throw new TypeError("one stream is one view");
  if (Object.keys(json).length > 0) {
    await confirmed(
      () => api.patchStream(id, json, context),
      async () => {
        // Not all options can be read back.
        if (Object.keys(options).length > 0) return false;
        noteWritten(parts, id, fields);
        return isWritten((await readStream(id, context)).stream, fields);
      },
    );
    noteWritten(parts, id, fields);
  }
  return view;
}

/** Each field for itself: the next write may change only one of them. */
function noteWritten({ written }: Parts, id: string, { name, suspended, userTags }: Fields): void {
  const note = (field: string, one: Fields): void =>
    written.note(id, field, (after) => after !== undefined && isWritten(after, one));
  if (name !== undefined) note("name", { name });
  if (suspended !== undefined) note("suspended", { suspended });
  if (userTags !== undefined) note("userTags", { userTags });
}

type Fields = { name?: string; suspended?: boolean; userTags?: Record<string, unknown> };

function tagsOf(stream: WireStream, { reference, metadata }: StreamPatch): Fields["userTags"] {
  if (reference === undefined && metadata === undefined) return undefined;
  const before = readTags(stream.userTags);
  const after = { ...before, reference: reference ?? before.reference, metadata: metadata ?? before.metadata };
  return writeTags(stream.userTags, after);
}

function isWritten(stream: WireStream, { name, suspended, userTags }: Fields): boolean {
  return (
    (name === undefined || stream.name === name) &&
    (suspended === undefined || (stream.suspended === true) === suspended) &&
    (userTags === undefined || JSON.stringify(readTags(stream.userTags)) === JSON.stringify(readTags(userTags)))
  );
}

/** @throws CapabilityError `not_idle` */
function checkIdle(stream: WireStream, { profiles, record }: LivepeerStreamOptions): void {
  if (stream.isActive !== true || (profiles === undefined && record === undefined)) return;
  throw new CapabilityError("not_idle", "livepeer: `profiles` and `record` change only while the stream is idle.", {
    operation: "stream.update",
    provider: "livepeer",
    rule: capabilities.stream.update,
    hint: "End the stream first, and repeat it then.",
  });
}

/** @throws MultistreamError `invalid_argument` when a target is sent in a rendition that would not exist any more */
function checkProfilesInUse(stream: WireStream, options: LivepeerStreamOptions): void {
  if (!options.profiles) return;
  const names = profileNamesFrom(options);
  const used = new Set(referencesOf(stream).map(({ profile }) => profile ?? "source"));
  const lost = [...used].filter((rendition) => rendition !== "source" && !names.includes(rendition));
  if (lost.length === 0) return;
  throw new MultistreamError("invalid_argument", "livepeer: targets of the stream use profiles that would be gone.", {
    provider: "livepeer",
    issues: [{ path: "providerOptions.livepeer.profiles", message: `must keep: ${lost.join(", ")}` }],
    hint: "Keep these profiles, or give the targets another rendition first.",
  });
}
