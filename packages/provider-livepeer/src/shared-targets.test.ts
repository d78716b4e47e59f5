import { expect, test } from "vitest";
import { livepeer } from "./livepeer.ts";
import { aContext } from "./test-support/simulated.ts";

const quick = { perSecond: 10_000, burst: 10_000 };

/** An account with so many pages of other streams. */
function accountOf(pages: number) {
  const calls: string[] = [];
  const mine = { id: "s1", multistream: { targets: [{ id: "t1", profile: "source" }] } };
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    calls.push(`${request.method} ${pathname.replace("/api", "")}`);
    if (request.method === "DELETE") return new Response(null, { status: 204 });
    if (pathname !== "/api/stream") return Response.json(mine);
    const page = Number(searchParams.get("cursor") ?? 0) + 1;
    const link = `<https://livepeer.studio/api/stream?cursor=${page}>; rel="next"`;
    return Response.json([{ id: `other-${page}` }], page < pages ? { headers: { link } } : {});
  };
  const provider = livepeer({ apiKey: "canary-key", fetch, rateLimits: { create: quick, other: quick } });
  return { provider, calls };
}

test.each([
  [25, true],
  [26, false],
])(
  "with %i pages of streams an object that others may share is deleted with the target: %s",
  async (pages, deleted) => {
    const { provider, calls } = accountOf(pages);
    await provider.targets.delete({ streamId: "s1", id: "t1" }, aContext());
    expect(calls).toContain("DELETE /stream/s1/multistream/t1");
    expect(calls.includes("DELETE /multistream/target/t1")).toBe(deleted);
  },
);
