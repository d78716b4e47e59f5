import type { Repeats, Serial } from "@polycast/core/provider";
import type { AcmeApi } from "./api.ts";

/** What the adapter's methods are made of. */
export type Parts = {
  api: AcmeApi;
  /** One write after another per stream. */
  serial: Serial;
  repeats: Repeats;
};
