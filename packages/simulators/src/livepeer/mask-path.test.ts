import { expect, test } from "vitest";
import { livepeerAccount } from "./livepeer-account.test.support.ts";
import { maskPath } from "./mask-path.ts";

test.each([
  ["/api/stream/key/8040-fr99-3i94-zxmv", "/api/stream/key/***"],
  ["/api/stream/8040-fr99-3i94-zxmv/info", "/api/stream/***/info"],
  ["/api/stream/8040%2Dfr99-3i94-zxmv/info", "/api/stream/***/info"],
  ["/api/stream/8040xp1758wnvlmm/info", "/api/stream/8040xp1758wnvlmm/info"],
  ["/api/stream/8040ad16-bb97-4c82-9e53-93a5ca7dfd50/info", "/api/stream/8040ad16-bb97-4c82-9e53-93a5ca7dfd50/info"],
  [
    "/api/stream/8040ad16-bb97-4c82-9e53-93a5ca7dfd50/sessions",
    "/api/stream/8040ad16-bb97-4c82-9e53-93a5ca7dfd50/sessions",
  ],
])("%s is logged as %s", (path, expected) => {
  expect(maskPath(path)).toBe(expected);
});

test("the log of requests holds no stream key", async () => {
  const { simulator, call } = livepeerAccount();
  const { streamKey } = Object((await call("POST", "/stream", { name: "a" })).body);
  expect((await call("GET", `/stream/key/${streamKey}`)).status).toBe(200);
  expect((await call("GET", `/stream/${streamKey}/info`)).status).toBe(200);
  expect(simulator.requests.all()).toHaveLength(3);
  expect(JSON.stringify(simulator.requests.all())).not.toContain(streamKey);
});
