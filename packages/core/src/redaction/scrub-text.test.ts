import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scrubText } from "./scrub-text.ts";

describe("by pattern", () => {
  test.each([
    [
      "[tcp] Opening 'rtmp://a.rtmp.youtube.com/live2/abcd-efgh'",
      "[tcp] Opening 'rtmp://a.rtmp.youtube.com/live2/[redacted]",
    ],
    ["RTMPS://h:443/app/inst/key?sign=x/y failed", "RTMPS://h:443/app/[redacted] failed"],
    ["rtmp://h/live2?backup=1/KEY.", "rtmp://h/live2/[redacted]"],
    ["rtmp://h/live#KEY", "rtmp://h/live/[redacted]"],
    ["rtmp://user:pw@h/live", "rtmp://h/live"],
    ["rtmp://user:p/w@h/live", "rtmp://[redacted]"],
    ["rtmp://h?KEY", "rtmp://[redacted]"],
    ["rtmp://h//live/KEY", "rtmp://h/[redacted]"],
    ["rtmp://[::1]:1936/live/KEY", "rtmp://[::1]:1936/live/[redacted]"],
    ["rtmp://h/live and rtmp://h", "rtmp://h/live and rtmp://h"],
    [String.raw`{"url":"rtmp:\/\/h\/live\/KEY","n":1}`, '{"url":"rtmp://h/live/[redacted]","n":1}'],
    [
      String.raw`{"log":"open \"rtmp://h/live/KEY\" failed"}`,
      String.raw`{"log":"open \"rtmp://h/live/[redacted]\" failed"}`,
    ],
    ["?to=rtmps%3A%2F%2Fh%2Fapp%2FKEY&n=1", "?to=[redacted]&n=1"],
    [
      "srt://h:9000?mode=caller&StreamID=KEY&passphrase=0123456789&latency=5",
      "srt://h:9000?mode=caller&StreamID=[redacted]&passphrase=[redacted]&latency=5",
    ],
    ["lv_abc?password=b47020b2", "lv_abc?password=[redacted]"],
    [
      String.raw`{"stream_key":"a\"b","streamKey": "c", "id":"d"}`,
      '{"stream_key":"[redacted]","streamKey": "[redacted]", "id":"d"}',
    ],
    ['{"password":"cut off', '{"password":"[redacted]'],
    ["authorization: Bearer eyJhbGciOi.J9-_~+/==", "authorization: Bearer [redacted]"],
    ["basic  dXNlcjpwYXNz,", "basic  [redacted],"],
    [
      "key=pcsk_aZ09_-, view pcvt_x, signed whsec_a+/b=",
      "key=pcsk_[redacted], view pcvt_[redacted], signed whsec_[redacted]",
    ],
    [
      "nothing to hide: 12 targets at https://example.com/live",
      "nothing to hide: 12 targets at https://example.com/live",
    ],
  ])("%s", (text, expected) => {
    expect(scrubText(text)).toBe(expected);
  });

  test("what is scrubbed stays as it is", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("rtmp://h/a/", "streamid=", "Bearer ", "pcsk_", '"password":"'),
        (text, prefix) => {
          const once = scrubText(prefix + text);
          expect(scrubText(once)).toBe(once);
        },
      ),
    );
  });
});

describe("given secrets", () => {
  test.each([
    ["key live_123 and live_123_long", ["live_123", "live_123_long"], "key [redacted] and [redacted]"],
    ["playpath 'a?sign=x/y z'", ["a?sign=x/y z"], "playpath '[redacted]'"],
    ["GET /a%3Fsign%3Dx%2Fy%20z", ["a?sign=x/y z"], "GET /[redacted]"],
    ["GET /a%3fsign%3dx%2fy%20z", ["a?sign=x/y z"], "GET /[redacted]"],
    ["q=a%3Fsign%3Dx%2Fy+z", ["a?sign=x/y z"], "q=[redacted]"],
    ["GET /a?sign=x/y%20z", ["a?sign=x/y z"], "GET /[redacted]"],
    [String.raw`"k":"q\"uo\\te"`, [String.raw`q"uo\te`], '"k":"[redacted]"'],
    ["$&$& $1 .*.*", [".*.*", "$&$&"], "[redacted] $1 [redacted]"],
    ["lone key\uD800 surrogate", ["key\uD800"], "lone [redacted] surrogate"],
    ["Unauthorized: abc", ["", "e", "abc"], "Unauthorized: abc"],
    ["what is redacted stays [redacted]", ["redacted", "acted]"], "what is [redacted] stays [redacted]"],
  ])("%s", (text, secrets, expected) => {
    expect(scrubText(text, secrets)).toBe(expected);
  });

  test("a planted secret never survives", () => {
    const secret = fc.string({ minLength: 4, maxLength: 30 }).filter((text) => !"[redacted]".includes(text));
    const around = fc.string({ maxLength: 30 });
    const spell = fc.constantFrom<(text: string) => string>(
      (text) => text,
      encodeURIComponent,
      encodeURI,
      (text) => JSON.stringify(text),
      (text) => `rtmp://example.com/live/${text}`,
    );
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        around,
        around,
        spell,
        (secrets, before, after, spell) => {
          const text = secrets.map((planted) => before + spell(planted) + after).join("\n");
          const scrubbed = scrubText(text, secrets);
          // What the surroundings say by themselves is no leak.
          const plain = secrets.filter((planted) => !before.includes(planted) && !after.includes(planted));
          for (const planted of plain) expect(scrubbed.replaceAll("[redacted]", "\n")).not.toContain(planted);
        },
      ),
    );
  });
});

test("a hostile text is done in one go", () => {
  // Whatever looks at each of these more than a few times does not come back before the test times out.
  const pieces = [
    "rtmp://",
    "rtmp:",
    "rtmps%3a%2f%2f",
    '"password":"',
    '"password"  ',
    "Bearer ",
    "basic aaaaaaa ",
    "streamid=",
    "\\",
    "@",
    "/",
    " ",
  ];
  for (const piece of pieces) {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(scrubText(`${text} pcsk_abc`, ["secret", `${piece}!`])).not.toContain("pcsk_abc");
  }
});

test("a secret of any length goes, and one that is not there costs nothing", () => {
  const huge = "€".repeat(1_000_000);
  expect(scrubText(`the key ${huge}!`, [huge])).toBe("the key [redacted]!");
  expect(scrubText("no", [huge, ...Array.from({ length: 5_000 }, (_, index) => `secret-${index}`)])).toBe("no");
});
