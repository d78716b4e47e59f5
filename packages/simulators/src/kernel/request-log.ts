import type { RequestLog, RequestRecord } from "./types.ts";

/** A log that can be written. */
export type WritableRequestLog = RequestLog & {
  /** Writes one request down; the answer adds the status once it is known. Secrets in it are masked. */
  note(request: Pick<RequestRecord, "method" | "path" | "search" | "at">): (status: number) => void;
};

const MOST_RECORDS = 10_000;

/**
 * An empty log.
 *
 * @param maskPath takes secrets out of paths. Default: there are none
 */
export function createRequestLog(maskPath: (path: string) => string = (path) => path): WritableRequestLog {
  let records: RequestRecord[] = [];
  return {
    all: () => records.map((record) => ({ ...record })),
    clear() {
      records = [];
    },
    note({ method, path, search, at }) {
      const record: RequestRecord = { method, path: maskPath(path), search: masked(search), at };
      records.push(record);
      if (records.length > MOST_RECORDS) records.shift();
      return (status) => {
        record.status = status;
      };
    },
  };
}

function masked(search: string): string {
  return search.replaceAll(/([?&][^=&]*(?:key|token|secret|passphrase)[^=&]*=)[^&]+/giu, "$1***");
}
