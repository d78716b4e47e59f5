import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { MultistreamError } from "@polycast/core/provider";

/** A certificate chain and its private key, as PEM text. */
export type Certificate = { cert: string; key: string };

/** @throws MultistreamError `invalid_argument` when they are no PEM, or do not belong together */
export function checkCertificate({ cert, key }: Certificate, what: string): void {
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const code = errorCode(error);
    throw invalid(
      `Invalid ${what}: the certificate or its key cannot be used (${code}).`,
      "Give both as PEM, without a passphrase, the key being that of the certificate.",
    );
  }
}

/**
 * Reads the files that POLYCAST_RTMPS_CERT and POLYCAST_RTMPS_KEY name; nothing when neither is set.
 *
 * @throws MultistreamError `invalid_argument`, naming the variable
 */
export function readCertificate(certFile: string | undefined, keyFile: string | undefined): Certificate | undefined {
  if (certFile === undefined && keyFile === undefined) return undefined;
  const cert = readPem("POLYCAST_RTMPS_CERT", certFile);
  const key = readPem("POLYCAST_RTMPS_KEY", keyFile);
  checkCertificate({ cert, key }, "POLYCAST_RTMPS_CERT and POLYCAST_RTMPS_KEY");
  return { cert, key };
}

function readPem(variable: string, file: string | undefined): string {
  if (file === undefined) {
    throw invalid(`${variable} is missing.`, "RTMPS needs POLYCAST_RTMPS_CERT and POLYCAST_RTMPS_KEY, or neither.");
  }
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw invalid(
      `Invalid ${variable}: the file cannot be read (${errorCode(error)}).`,
      "Check its path and its mode.",
    );
  }
}

/** The code alone: messages of OpenSSL are for others. */
function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";
}

function invalid(message: string, hint: string): MultistreamError {
  return new MultistreamError("invalid_argument", message, { provider: "selfhost", hint });
}
