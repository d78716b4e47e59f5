import { MultistreamError } from "../errors/multistream-error.ts";

/** What the ids of providers are made of. */
const ID = /^[\w-]{1,255}$/;

/** What has an id. */
type Thing = "stream" | "target";

/** How an adapter deals with ids of its provider. */
export type Ids = {
  /** Could this be an id? Others never go into a path. */
  isId: (id: string) => boolean;
  /** An id as a segment of a path. @throws MultistreamError `not_found`, without a call, for what cannot be one */
  idSegment: (thing: Thing, id: string) => string;
  /** What is answered for an id that nothing is known under. Not repeated: it may be anything that was taken for one. */
  notFound: (thing: Thing) => MultistreamError;
};

/** How the adapter of a provider deals with its ids. */
export function createIds(provider: string): Ids {
  const notFound = (thing: Thing): MultistreamError =>
    new MultistreamError("not_found", `${provider}: there is no such ${thing}.`, {
      provider,
      hint: `Check the id: the ${thing} may have been deleted.`,
    });
  return {
    isId,
    notFound,
    idSegment(thing, id) {
      if (!isId(id)) throw notFound(thing);
      return encodeURIComponent(id);
    },
  };
}

function isId(id: string): boolean {
  return ID.test(id);
}
