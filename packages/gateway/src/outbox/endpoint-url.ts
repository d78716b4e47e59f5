import { MultistreamError } from "@polycast/core";
import { isPublicAddress, toAddress } from "./public-address.ts";

/** Stands for a value of the query, and for the rest of the path. */
const MASK = "***";
const MAX_LENGTH = 2048;
/** Nobody would take it for a secret: lower-case letters, or the number of a version. */
const PLAIN_WORD = /^(?:[a-z][a-z._-]{0,19}|v\d{1,3})?$/u;
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
  const isMasked = [...segmentsOf(url), ...queryOf(url).map(({ value }) => value)].includes(MASK);
  if (isMasked) throw refuse("has masked parts", "Send the whole URL: what is shown of it leaves parts out.");
  const address = toAddress(url.hostname);
  const isLocal = address === undefined ? url.hostname === "localhost" : !isPublicAddress(address);
  if (isLocal && !allowPrivate) throw refuse("is at an address that is not public", privateHint);
  return url.href;
}

/** A URL without the values of its query. A part of the query without a name is a value. */
export function maskQuery(text: string): string {
  const url = new URL(text);
  return url.origin + url.pathname + maskedQueryOf(url);
}

/**
 * The URL of an endpoint as it may be shown: without the values of its query, and of its path what comes before the
 * first part that may be a token. Chat services put one there: `https://hooks.slack.com/services/***`.
 */
export function maskEndpointUrl(text: string): string {
  const url = new URL(text);
  const segments = segmentsOf(url);
  const end = segments.findIndex((segment) => !PLAIN_WORD.test(segment));
  const shown = end < 0 ? segments : [...segments.slice(0, end), MASK];
  return `${url.origin}/${shown.join("/")}${maskedQueryOf(url)}`;
}

function segmentsOf(url: URL): string[] {
  return url.pathname.slice(1).split("/");
}

function maskedQueryOf(url: URL): string {
  if (url.search === "") return "";
  return `?${queryOf(url)
    .map(({ name }) => (name === undefined ? MASK : `${name}=${MASK}`))
    .join("&")}`;
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
