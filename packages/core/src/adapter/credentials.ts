import { MultistreamError } from "../errors/multistream-error.ts";
import { Secret } from "../redaction/secret.ts";
import { environmentVariable, variableName } from "./environment-variable.ts";

/** What every request carries, and what of it must appear nowhere. */
export type Credentials = { authorization: string; secrets: string[] };

type Given<Name extends string> = { readonly [K in Name]?: string | undefined };

/**
 * HTTP Basic, from the settings or the environment.
 *
 * @param names of the settings that are the user and the password
 * @throws MultistreamError `unauthenticated`, naming the variables to set
 */
export function basicCredentials<Name extends string>(
  provider: string,
  settings: Given<Name>,
  names: readonly [user: Name, password: Name],
): Credentials {
  const found = find(provider, settings, names);
  // `btoa` takes bytes as characters only.
  const encoded = btoa(String.fromCharCode(...new TextEncoder().encode(found.join(":"))));
  return { authorization: `Basic ${encoded}`, secrets: [...found, encoded] };
}

/** A Bearer token, from the settings or the environment. @throws MultistreamError `unauthenticated`, naming the variable to set */
export function bearerCredentials<Name extends string>(
  provider: string,
  settings: Given<Name>,
  name: Name,
): Credentials {
  const secrets = find(provider, settings, [name]);
  return { authorization: `Bearer ${secrets.join("")}`, secrets };
}

/** The signing secrets of webhooks, from the settings or the variable `<PROVIDER>_WEBHOOK_SECRET`; maybe none. */
export function webhookSecretsOf(provider: string, given: readonly string[] | undefined): Secret<string>[] {
  const secrets = given ?? [environmentVariable(provider, "webhookSecret")];
  return secrets.flatMap((secret) => (secret === undefined ? [] : [new Secret(secret)]));
}

function find<Name extends string>(provider: string, settings: Given<Name>, names: readonly Name[]): string[] {
  const values = names.map((name) => settings[name] ?? environmentVariable(provider, name));
  const missing = names
    .filter((_name, index) => values[index] === undefined)
    .map((name) => variableName(provider, name));
  if (missing.length > 0) {
    const variables = names.map((name) => variableName(provider, name)).join(" and ");
    const settings = names.map((name) => `\`${name}\``).join(" and ");
    throw new MultistreamError(
      "unauthenticated",
      `${provider}: there are no credentials without ${missing.join(", ")}.`,
      {
        provider,
        hint: `Set ${variables}, or give ${settings} to ${provider}().`,
      },
    );
  }
  return values.filter((value) => value !== undefined);
}
