/** Room that was taken; it grows with what arrives and is given back once. */
export type Room = {
  /** Takes more. False when there is not so much left; nothing is taken then. */
  grow(bytes: number): boolean;
  /** Gives all of it back. Repeating it is harmless. */
  free(): void;
};

/** A bound for what is held in memory by many at a time. */
export type ByteBudget = {
  /** Is there nothing left? */
  full(): boolean;
  open(): Room;
};

/** Makes a budget of so many bytes. */
export function createByteBudget(maxBytes: number): ByteBudget {
  let taken = 0;
  return {
    full: () => taken >= maxBytes,
    open() {
      let own = 0;
      return {
        grow(bytes) {
          if (taken + bytes > maxBytes) return false;
          taken += bytes;
          own += bytes;
          return true;
        },
        free() {
          taken -= own;
          own = 0;
        },
      };
    },
  };
}
