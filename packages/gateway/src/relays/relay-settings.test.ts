import { fakeProvider } from "@polycast/core/testing";
import { selfhost, settingsOf } from "@polycast/selfhost";
import { expect, test } from "vitest";
import { writeConfig } from "../settings/write-config.test.support.ts";
import { createRelayLink } from "./relay-link.ts";
import { completeRelays, type GatewaySettings, relaySettings } from "./relay-settings.ts";

const gateway: GatewaySettings = {
  host: "0.0.0.0",
  publicHost: "127.0.0.1",
  rtmpPort: 1940,
  rtmpsPort: 1941,
  allowPrivateTargets: true,
};
const fromGateway = { host: "0.0.0.0", publicHost: "127.0.0.1", rtmpPort: 1940, allowPrivateTargets: true };

test("what a relay does not say of itself is the gateway's", () => {
  expect(relaySettings(gateway)).toEqual(fromGateway);
  const own = { rtmpPort: 7, reconnectWindowMs: 5 };
  expect(relaySettings(gateway, own)).toEqual({ ...fromGateway, ...own });
});

test("a name that only follows from the gateway's address is not that of a relay at another one", () => {
  const own = { host: "192.0.2.1" };
  expect(relaySettings(gateway, own)).not.toHaveProperty("publicHost");
  const named = { ...gateway, publicHost: "live.example.com" };
  expect(relaySettings(named, own)).toMatchObject({ ...own, publicHost: "live.example.com" });
});

test("the certificate is the relay's own, else the gateway's; its port is the gateway's unless the relay says one", () => {
  const cwd = writeConfig({ "cert.pem": "a cert", "key.pem": "a key" });
  const secured = { ...gateway, rtmps: { certFile: `${cwd}/cert.pem`, keyFile: `${cwd}/key.pem` } };
  expect(relaySettings(secured).rtmps).toEqual({ port: 1941, cert: "a cert", key: "a key" });
  const own = { cert: "own cert", key: "own key" };
  expect(relaySettings(secured, { rtmps: own }).rtmps).toEqual({ port: 1941, ...own });
  expect(relaySettings(secured, { rtmps: { port: 5, ...own } }).rtmps).toEqual({ port: 5, ...own });
});

test("a config file's relays get them; others, and those behind a port of their own, stay as they are", () => {
  const distant = selfhost({ port: createRelayLink().port });
  const other = fakeProvider().provider;
  const done = completeRelays({ own: selfhost({ reconnectWindowMs: 5 }), distant, other }, gateway);
  const { own } = done;
  expect(own && settingsOf(own)).toEqual({ ...fromGateway, reconnectWindowMs: 5 });
  expect([done["distant"], done["other"]]).toEqual([distant, other]);
  expect(done["distant"]).toBe(distant);
});
