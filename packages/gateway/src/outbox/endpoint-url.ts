import { MultistreamError } from "@polycast/core";
import { isPublicAddress, toAddress } from "./public-address.ts";

/** Stands for a value of the query. */
const MASK = "***";
const MAX_LENGTH = 2048;
const CONTROL = /[\p{Cc}\s]/u;

/**
 * Checks where to send webhooks to, and answers it as URLs are written: https, or http where private targets are
 * allowed; without credentials and fragment; at most 2048 characters.
 *
 * @throws MultistreamError `invalid_argument`, which does not repeat it
 */
export function readEndpointUrl(text: string, allowPrivate: boolean): string {
  if (text.length > MAX_LENGTH) throw refuse(`is longer than ${MAX_LENGTH} characters`);
  const url = CONTROL.test(text) ? null : URL.parse(text);
  if (!url) throw refuse("is not a URL");
  if (url.protocol !== "https:" && !(allowPrivate && url.protocol === "http:")) {
    throw refuse("must begin with https://", allowPrivate ? undefined : privateHint);
  }
  if (url.username !== "" || url.password !== "") {
    throw refuse("must not hold a user or a password", "Every delivery is signed: verify that instead.");
  }
  if (text.includes("#")) throw refuse("must not have a fragment", "A fragment is never sent: leave it out.");
  if (url.href.length > MAX_LENGTH) throw refuse(`is longer than ${MAX_LENGTH} characters`);
  if (queryOf(url).some(({ value }) => value === MASK)) {
    throw refuse("has masked values in its query", "Send the whole URL: what is shown of it leaves the values out.");
  }
  const address = toAddress(url.hostname);
  const isLocal = address === undefined ? url.hostname === "localhost" : !isPublicAddress(address);
  if (isLocal && !allowPrivate) throw refuse("is at an address that is not public", privateHint);
  return url.href;
}

/** A URL as it may be shown: without the values of its query. A part of the query without a name is a value. */
export function maskUrl(text: string): string {
  const url = new URL(text);
  if (url.search === "") return url.href;
  const masked = queryOf(url).map(({ name }) => (name === undefined ? MASK : `${name}=${MASK}`));
  return `${url.origin}${url.pathname}?${masked.join("&")}`;
}

function queryOf(url: URL): { name?: string; value: string }[] {
  if (url.search === "") return [];
  return url.search
    .slice(1)
    .split("&")
    .map((part) => {
      const end = part.indexOf("=");
      return end < 0 ? { value: part } : { name: part.slice(0, end), value: part.slice(end + 1) };
    });
}

const privateHint =
  "To send to loopback or private addresses, or without TLS, set POLYCAST_ALLOW_PRIVATE_TARGETS=true for the gateway.";

function refuse(message: string, hint = "Send an https:// URL."): MultistreamError {
  return new MultistreamError("invalid_argument", `Invalid webhook endpoint: url ${message}.`, {
    issues: [{ path: "url", message }],
    hint,
  });
}
