/** A destination's host has no address that may be dialled. The message may be shown to people. */
export class AddressError extends Error {
  override readonly name = "AddressError";
  readonly code: "blocked_address" | "dns";

  constructor(code: "blocked_address" | "dns", message: string) {
    super(message);
    this.code = code;
  }
}
