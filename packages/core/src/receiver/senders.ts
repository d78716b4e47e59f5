import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Sender } from "./intake.ts";

/** The providers of a receiver that send webhooks, by their names there. */
export class Senders {
  readonly #senders: ReadonlyMap<string, Sender>;

  constructor(providers: Readonly<Record<string, ProviderAdapter>>) {
    const senders = Object.entries(providers).flatMap(([name, adapter]): [string, Sender][] =>
      adapter.webhooks ? [[name, { name, adapter, webhooks: adapter.webhooks }]] : [],
    );
    this.#senders = new Map(senders);
  }

  /** By its name, else the only one, else the last segment of the URL's path. */
  find(name: string | undefined, url?: string): Sender | undefined {
    if (name !== undefined) return this.#senders.get(name);
    const [first, ...others] = this.#senders.values();
    if (first && others.length === 0) return first;
    return url === undefined ? undefined : this.#senders.get(lastSegment(url));
  }

  /** @throws MultistreamError `invalid_argument` */
  get(name: string | undefined, url?: string): Sender {
    const sender = this.find(name, url);
    if (!sender) throw this.missing();
    return sender;
  }

  missing(): MultistreamError {
    const names = [...this.#senders.keys()].join(", ") || "none";
    return new MultistreamError("invalid_argument", "Nobody knows which provider this webhook is from.", {
      hint: `Name it by \`provider\`, or by the last segment of the URL. Those that send webhooks are: ${names}.`,
    });
  }
}

function lastSegment(url: string): string {
  // Some servers tell only the path of a request.
  const base = "https://webhook.invalid";
  if (!URL.canParse(url, base)) return "";
  return new URL(url, base).pathname.split("/").findLast((segment) => segment !== "") ?? "";
}
