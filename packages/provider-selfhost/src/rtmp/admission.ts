import { isIPv6 } from "node:net";

/** One connection's place; both methods may be called more than once. */
export type Ticket = {
  /** It publishes now and no longer counts against its address. */
  published: () => void;
  released: () => void;
};

/** Counts connections, so that neither a crowd nor one address can take them all. */
export class Admission {
  readonly #maxConnections: number;
  readonly #maxPendingPerAddress: number;
  readonly #pending = new Map<string, number>();
  #open = 0;

  constructor(maxConnections: number, maxPendingPerAddress: number) {
    this.#maxConnections = maxConnections;
    this.#maxPendingPerAddress = maxPendingPerAddress;
  }

  /** Connections that hold a ticket. */
  get open(): number {
    return this.#open;
  }

  /** A ticket, or undefined when there is no room for one more from `address`. */
  admit(address: string): Ticket | undefined {
    const key = addressKey(address);
    const pending = this.#pending.get(key) ?? 0;
    if (this.#open >= this.#maxConnections || pending >= this.#maxPendingPerAddress) {
      return undefined;
    }
    this.#open += 1;
    this.#pending.set(key, pending + 1);
    let isPending = true;
    let isOpen = true;
    const published = (): void => {
      if (!isPending) return;
      isPending = false;
      this.#leavePending(key);
    };
    const released = (): void => {
      if (!isOpen) return;
      isOpen = false;
      this.#open -= 1;
      published();
    };
    return { published, released };
  }

  #leavePending(key: string): void {
    const left = (this.#pending.get(key) ?? 1) - 1;
    if (left > 0) this.#pending.set(key, left);
    else this.#pending.delete(key);
  }
}

/** Shows an IPv4 peer of a dual-stack socket in its dotted form. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}

/** One IPv6 customer has a /64 of addresses, so they count together. */
export function addressKey(address: string): string {
  const plain = plainAddress(address);
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.replace(/%.*$/, "").split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: gap }, () => "0"), ...back];
  return groups.slice(0, 4).join(":");
}
