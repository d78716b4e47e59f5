import { expect, test } from "vitest";
import { muxSignature } from "./sign.ts";

test("the signature that Mux's documentation prints", async () => {
  expect(await muxSignature("SuperSecret123", '{"test":"body"}', 1_565_220_904_999)).toBe(
    "t=1565220904,v1=20c75c1180c701ee8a796e81507cfd5c932fc17cf63a4a55566fd38da3a2d3d2",
  );
});

test("a body that is not ASCII is signed as UTF-8", async () => {
  const body =
    '{"type":"video.live_stream.simulcast_target.errored","id":"68164b0f-0899-2b0e-b657-9df2a43fcd34","created_at":"2026-01-02T03:04:05.678000Z","object":{"type":"simulcast-target","id":"T1"},"environment":{"name":"Production","id":"env1"},"data":{"id":"T1","status":"errored","error_severity":"normal","url":"rtmps://live.example.com:443/app","stream_key":"k-ü","passthrough":"dest-1","live_stream_id":"LS1"},"request_id":null,"attempts":[],"accessor":null,"accessor_source":null}';
  expect(new TextEncoder().encode(body)).toHaveLength(477);
  expect(await muxSignature("whsec_test_0123456789abcdef", body, 1_767_323_045_000)).toBe(
    "t=1767323045,v1=0fac6d28ceb06cbc3fbdf704696373f480cd319501b8e2406e10cd12365b5fe4",
  );
});
