import type { Target } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import type { AcceptedTarget, PresentTarget } from "./accepted.ts";
import { acceptedAfter, type Circumstances } from "./accepted-after.ts";
import { withFields } from "./awaiting.ts";
import { isSwitchEmulated, keepsTargetName } from "./emulation.ts";
import { heldBy } from "./leaving.ts";
import type { Work } from "./work.ts";

/** A target as it was found at the provider. */
export type Found = Pick<Target, "name" | "enabled" | "rendition" | "videoOnly"> & {
  /** Does it send where the wish says? Undefined: the provider does not tell. */
  sendsThere?: boolean | undefined;
};

/** What is looked at, and what was in doubt before. */
export type Look = Circumstances & { work?: Work | undefined };

const MAX_HELD = 8;

/**
 * What the provider has accepted, as a look found it. Where a target sends to is asked only while a call is in doubt
 * that may have changed it; where that cannot be read, the destination is sent again.
 *
 * @param found undefined: the provider has no such target
 */
export function acceptedAfterLook(found: Found | undefined, look: Look): AcceptedTarget {
  const { accepted, work } = look;
  if (!found) return withoutIt(look);
  const before = accepted.there ? accepted : acceptedAfter({ do: "create" }, look);
  if (!before.there) return before;
  const fields = fieldsFound(found, before, look);
  // What was not in doubt and is different, somebody else has changed: that is not awaited.
  const inDoubt = accepted.there && work?.inDoubt === "update";
  const after: PresentTarget = inDoubt ? withFields(before, fields, look) : { ...before, ...fields };
  const { mayHold: _before, ...rest } = after;
  if (after.destinationHash !== undefined) return rest;
  const mayHold = heldBy(accepted, work).slice(-MAX_HELD);
  return defined({ ...rest, mayHold: mayHold.length === 0 ? undefined : mayHold });
}

/** It is not there: a deletion in doubt has succeeded, or somebody else has deleted it. */
function withoutIt(look: Look): AcceptedTarget {
  const { accepted, work } = look;
  if (!accepted.there) return accepted;
  return work?.inDoubt === "delete" ? acceptedAfter({ do: "delete" }, look) : { there: false };
}

function fieldsFound(found: Found, before: PresentTarget, { wanted, accepted, work, table }: Look) {
  return {
    name: keepsTargetName(table) ? found.name : before.name,
    enabled: isSwitchEmulated(table) || found.enabled,
    rendition: found.rendition,
    videoOnly: found.videoOnly,
    destinationHash: destinationFound(),
  };

  function destinationFound(): string | undefined {
    if (work?.inDoubt !== "create" && work?.inDoubt !== "update") return before.destinationHash;
    // A call that carried none has changed none.
    if (accepted.there && work.sent === undefined) return before.destinationHash;
    if (found.sendsThere === true) return wanted.destinationHash;
    // One that was not there before was made with what the call carried.
    return accepted.there || work.sent === undefined ? undefined : work.sent;
  }
}
