import { MultistreamError } from "@polycast/core";
import { type EndpointRecord, getEndpoint, type Reader } from "../store/index.ts";

/** Reads an endpoint. @throws MultistreamError `not_found` */
export function requireEndpoint(reader: Reader, id: string): EndpointRecord {
  const record = getEndpoint(reader, id);
  if (record) return record;
  throw new MultistreamError("not_found", "There is no such webhook endpoint.", {
    hint: "List the endpoints; one is named by its `id` (`whe_…`).",
  });
}
