import { expect, test } from "vitest";
import { banner, localUrl } from "./banner.ts";

const address = { http: 8787 };

test.each([
  ["127.0.0.1", "http://127.0.0.1:8787"],
  ["0.0.0.0", "http://127.0.0.1:8787"],
  ["::", "http://127.0.0.1:8787"],
  ["::1", "http://[::1]:8787"],
  ["live.local", "http://live.local:8787"],
])("a gateway at %s is told as %s", (host, url) => {
  expect(localUrl({ address }, host)).toBe(url);
  expect(banner({ address }, host)).toContain(`Polycast is up: ${url} (`);
});

test("a key that was made is shown once, and the example uses it", () => {
  const made = banner({ address, createdApiKey: "pcsk_made" }, "127.0.0.1");
  expect(made.match(/pcsk_made/gu)).toHaveLength(1);
  expect(made).toContain("Bearer $KEY");
  expect(banner({ address }, "127.0.0.1")).toContain("Bearer $POLYCAST_API_KEY");
});
