import { isMultistreamError } from "@polycast/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskEndpointUrl, maskQuery, readEndpointUrl } from "./endpoint-url.ts";

const refusal = (text: string, allowPrivate = false): unknown => {
  try {
    return readEndpointUrl(text, allowPrivate);
  } catch (error) {
    return error;
  }
};

describe("the URL of an endpoint", () => {
  test.each(["https://hooks.example.com/in", "https://hooks.example.com:8443/in?token=t", "https://[2606:4700::1]/"])(
    "may be %s",
    (url) => {
      expect(readEndpointUrl(url, false)).toBe(url);
    },
  );

  test.each([
    ["no URL", "hooks.example.com"],
    ["plain HTTP", "http://hooks.example.com/"],
    ["another scheme", "ftp://hooks.example.com/"],
    ["a user", "https://canary@hooks.example.com/"],
    ["a password", "https://user:canary@hooks.example.com/"],
    ["a fragment", "https://hooks.example.com/#canary"],
    ["an empty fragment", "https://hooks.example.com/#"],
    ["white space", "https://hooks.example.com/canary x"],
    ["a line break", "https://hooks.example.com/\ncanary"],
    ["what was shown of its query", "https://hooks.example.com/?canary=***"],
    ["what was shown of its path", "https://hooks.example.com/canary/***"],
    ["too much", `https://hooks.example.com/${"x".repeat(2048)}`],
    ["too much once written out", `https://hooks.example.com/${"ü".repeat(1000)}`],
    ["loopback", "https://127.0.0.1/"],
    ["loopback by another spelling", "https://0x7f.1/"],
    ["loopback by name", "https://localhost/"],
    ["loopback with a dot at its end", "https://127.0.0.1./"],
    ["loopback in other digits", "https://①②⑦.0.0.1/"],
    ["zero", "https://0/"],
    ["loopback inside IPv6", "https://[::127.0.0.1]/"],
    ["loopback in IPv6", "https://[::1]/"],
    ["a private address", "https://10.1.2.3/"],
    ["the metadata of a cloud", "https://169.254.169.254/"],
  ])("may not hold %s, which the error does not repeat", (_what, url) => {
    const error = refusal(url);
    expect(isMultistreamError(error, "invalid_argument")).toBe(true);
    expect(error).toMatchObject({ issues: [{ path: "url" }], hint: expect.any(String) });
    expect(JSON.stringify(error)).not.toContain("canary");
  });

  test.each(["http://127.0.0.1:8080/hook", "http://localhost/", "https://10.1.2.3/"])(
    "may be %s where private targets are allowed",
    (url) => {
      expect(refusal(url, true)).toBe(url);
    },
  );
});

describe("what is shown of a URL", () => {
  test.each([
    ["https://a.example/in", "https://a.example/in"],
    ["https://a.example/in?token=canary&x=", "https://a.example/in?token=***&x=***"],
    ["https://a.example/in?canary", "https://a.example/in?***"],
    ["https://a.example/in?a=b=c", "https://a.example/in?a=***"],
    ["https://a.example/", "https://a.example/"],
    ["https://a.example/api/v1/polycast-events/", "https://a.example/api/v1/polycast-events/"],
    ["https://hooks.slack.example/services/T0/B0/canaryX", "https://hooks.slack.example/services/***"],
    ["https://discord.example/api/webhooks/1234/canary", "https://discord.example/api/webhooks/***"],
    ["https://make.example/canarycanarycanarycanary/in", "https://make.example/***"],
    ["https://a.example/in/f00?canary=canary", "https://a.example/in/***?canary=***"],
    ["https://a.example/hooks/%63anary", "https://a.example/hooks/***"],
  ])("of %s: %s", (url, shown) => {
    expect(maskEndpointUrl(url)).toBe(shown);
    expect(isMultistreamError(refusal(shown)) || shown === url).toBe(true);
  });

  test("where the path is the gateway's own: all of the path", () => {
    expect(maskQuery("https://a.example/live/webhooks/mux-2?token=canary")).toBe(
      "https://a.example/live/webhooks/mux-2?token=***",
    );
  });

  test("is never a value of its query", () => {
    const value = fc.stringMatching(/^[A-Za-z0-9=%]{6,20}$/u);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (values) => {
        const url = `https://a.example/in?${values.map((one, index) => `n${index}=${one}`).join("&")}`;
        const shown = maskEndpointUrl(url) + maskQuery(url);
        for (const one of values) expect(shown).not.toContain(one);
      }),
    );
  });
});
