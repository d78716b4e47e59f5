/** What `polycast init` writes: a config that runs as it is, and says what else may stand in it. */
export const typescriptConfig = `import { selfhost } from "@polycast/selfhost";
import { defineConfig } from "polycast";
// import { castr } from "@polycast/castr";
// import { livepeer } from "@polycast/livepeer";
// import { mux } from "@polycast/mux";
// import { env } from "polycast";

// Flags go before the environment, and the environment before this file. Look at it with \`polycast check\`.
export default defineConfig({
  // Who carries new streams: one of the names below. POLYCAST_PROVIDER overrides it.
  provider: "selfhost",

  providers: {
    // Polycast's own relay: no account and no key. Its ports and addresses: POLYCAST_RTMP_PORT, POLYCAST_HOST, ….
    selfhost: selfhost(),

    // A cloud provider; its credentials come from the environment: MUX_TOKEN_ID, MUX_TOKEN_SECRET.
    // mux: mux(),

    // Several accounts of one provider, each with variables and a name of its own.
    // "mux-us": mux({ tokenId: env("MUX_US_ID"), tokenSecret: env("MUX_US_SECRET") }),

    // LIVEPEER_API_KEY; CASTR_TOKEN_ID, CASTR_TOKEN_SECRET.
    // livepeer: livepeer(),
    // castr: castr(),
  },

  // Where providers and browsers reach this gateway; webhooks are announced with it.
  // publicUrl: "https://live.example.com",

  // Listen on all addresses instead of this machine's own alone.
  // host: "0.0.0.0",
  // publicHost: "live.example.com",

  // What is done when somebody changes at a provider what was made here: "show" or "enforce".
  // drift: "show",

  // Keys and the database's URL belong into the environment: POLYCAST_API_KEY, POLYCAST_SECRET_KEY, DATABASE_URL.
});
`;

/** The same as plain data; credentials are named by their variables. */
export const jsonConfig = `${JSON.stringify(
  {
    provider: "selfhost",
    providers: { selfhost: { type: "selfhost" } },
  },
  undefined,
  2,
)}\n`;

/** An entry of \`providers\` in a JSON config, to be shown. */
export const jsonProviderExample =
  '"mux-us": { "type": "mux", "tokenId": { "env": "MUX_US_ID" }, "tokenSecret": { "env": "MUX_US_SECRET" } }';
