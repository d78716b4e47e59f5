import { fromBase64, toBase64 } from "./base64.ts";

/** The header of HTTP Basic; user and password go as UTF-8. */
export function basicAuth(user: string, password: string): string {
  return `Basic ${toBase64(`${user}:${password}`)}`;
}

/** `user:password` of a header of HTTP Basic, whose scheme may be written in any case. @returns undefined for every other header */
export function readBasicAuth(header: string | undefined): string | undefined {
  const encoded = /^\s*Basic\s+([\d+/A-Za-z]+=*)\s*$/iu.exec(header ?? "")?.[1];
  return encoded === undefined ? undefined : fromBase64(encoded);
}
