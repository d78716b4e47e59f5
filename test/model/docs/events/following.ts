/** How to read the log and follow it. */
export function following(): string {
  return `### The log

\`GET /v1/events?after=&limit=&streamId=&type=\` lists it, oldest first. Each page has a \`cursor\`, where it ends: send it as \`after\` at any later time. The gateway keeps events for \`POLYCAST_EVENT_RETENTION_DAYS\` (default 30), and 100 000 at most; the oldest go first. A cursor whose events are gone, or one that lies ahead of the log, is answered with **410**: start again from a snapshot. After the database was restored from a backup, start without a cursor too: the same numbers may then stand for other events.

### The event stream

\`\`\`sh
curl -N http://127.0.0.1:8787/v1/events/stream -H "Authorization: Bearer $KEY"
\`\`\`

\`\`\`text
retry: 2000

id: 1041
event: snapshot
data: {"type":"snapshot","streams":[…],"cursor":"1041"}

id: 1042
data: {"id":"evt_…","type":"target.live",…}

: still here
\`\`\`

It begins with one message named \`snapshot\`: all streams with their targets, as they are at that place of the log (\`?streamId=\` for one; at most 5000). Then each event follows as a message without a name; \`?type=\` picks types. Nothing lies between the two: an event that is not in the snapshot follows. The other way round, the snapshot may be a moment ahead, and show what the event after it tells.

- **Resume** with the \`id\` of the last message, as \`Last-Event-ID\` (an \`EventSource\` does so by itself) or \`?after=\`; the header goes before the query. There is no snapshot then. **410** as above.
- **Types and fields are those of the log.** What comes is never buffered without bound: a client that lets 1 MiB wait is disconnected, and resumes where it was.
- A comment comes every 15 s, with the \`id\` of what has gone by, so that a stream that is filtered can be resumed as well. When the gateway closes it says \`retry:\` with a time that differs from client to client, and ends the answer.
- 500 clients at a time; one more is answered with 429.

### In a browser

An \`EventSource\` cannot send a key, and a key does not belong into a page. Your server makes a view token:

\`\`\`sh
curl -s -X POST http://127.0.0.1:8787/v1/streams/str_…/view-tokens -H "Authorization: Bearer $KEY" \\
  -H "Content-Type: application/json" -d '{"expiresInSeconds": 600}'
# {"token":"pcvt_…","streamId":"str_…","expiresAt":"…"}
\`\`\`

\`\`\`js
const events = new EventSource(\`https://live.example.com/v1/events/stream?token=\${token}\`);
events.addEventListener("snapshot", ({ data }) => show(JSON.parse(data).streams[0]));
events.onmessage = ({ data }) => update(JSON.parse(data));
// Closed for good: the token has expired, the stream was deleted, or the cursor has expired. Ask for a new one.
events.onerror = () => events.readyState === EventSource.CLOSED && reconnect();
\`\`\`

A token lasts 60 s to an hour (default), follows that one stream and opens nothing else; it never shows ingest addresses or keys. Pages of any origin may use it. Who holds one sees neither \`reference\`, \`metadata\`, \`bindings\` and \`providerMetadata\` nor the application and the key's last letters of a destination. When it expires, the stream ends with a comment that says so; it also ends when the stream is deleted. The gateway keeps its SHA-256 and never logs it; a proxy before it may log whole URLs, so let tokens be short. Making one needs the scope \`write\`; a stream can have 1000 at a time, and 500 clients with tokens follow at a time.`;
}
