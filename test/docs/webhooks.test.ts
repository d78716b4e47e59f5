import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { signedRequest } from "@polycast/mux/testing";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { codeBlocks } from "./code-blocks.ts";
import { type SignedCase, signedCases } from "./signed-cases.ts";

const markdown = readFileSync(new URL("../../docs/webhooks.md", import.meta.url), "utf8");

/** Inside the workspace, so that its packages are found, and where nothing else looks. */
function newFolder(files: Record<string, string>): string {
  const parent = fileURLToPath(new URL("../dist", import.meta.url));
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "docs-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function run(folder: string, command: string, args: readonly string[], options: { input?: string; env?: object } = {}) {
  const env = { ...process.env, ...options.env };
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    input: options.input ?? "",
    env,
  });
  if (error || status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr + stdout}`);
  return stdout;
}

/** Skips a test whose language is not on this machine, and says so. */
function needs(context: { skip(note: string): void }, command: string, ...args: string[]): void {
  if (spawnSync(command, args).status === 0) return;
  const note = `SKIPPED TEST. Not on this machine: ${command}. Its program in docs/webhooks.md was not run.`;
  console.warn(note);
  context.skip(note);
}

const node = ["--conditions=@polycast/source", "--no-warnings", "main.ts"];

/** What a program that was given the cases has believed. */
function believed(cases: readonly SignedCase[], output: string): Record<string, boolean> {
  const answers = z.array(z.boolean()).parse(JSON.parse(output));
  return Object.fromEntries(cases.map(({ name }, index) => [name, answers[index] ?? false]));
}

const expected = (cases: readonly SignedCase[]): Record<string, boolean> =>
  Object.fromEntries(cases.map(({ name, ok }) => [name, ok]));

test("the receiver in TypeScript believes what is signed, and nothing else", async () => {
  const cases = await signedCases();
  const [receiver = ""] = codeBlocks(markdown, "### TypeScript", "ts");
  const folder = newFolder({
    "receiver.ts": receiver,
    "main.ts": `
      import { readFileSync } from "node:fs";
      import { receive } from "./receiver.ts";
      console.log = () => {};
      const answers = [];
      for (const { body, headers, secrets } of JSON.parse(readFileSync(0, "utf8"))) {
        const request = new Request("http://localhost/", { method: "POST", headers, body: Buffer.from(body, "base64") });
        answers.push((await receive(request, secrets)).status === 204);
      }
      process.stdout.write(JSON.stringify(answers));`,
  });
  expect(believed(cases, run(folder, process.execPath, node, { input: JSON.stringify(cases) }))).toEqual(
    expected(cases),
  );
});

test("the receiver in Python believes what is signed, and nothing else", async (context) => {
  needs(context, "python3", "--version");
  const cases = await signedCases();
  const [receiver = ""] = codeBlocks(markdown, "### Python", "python");
  const folder = newFolder({
    "receiver.py": receiver,
    "main.py": [
      "import base64, json, sys",
      "from receiver import verify",
      "answers = []",
      "for case in json.load(sys.stdin):",
      "    try:",
      "        answers.append(verify(base64.b64decode(case['body']), case['headers'], case['secrets']) == 'evt_1')",
      "    except ValueError:",
      "        answers.append(False)",
      "print(json.dumps(answers))",
    ].join("\n"),
  });
  const output = run(folder, "python3", ["main.py"], { input: JSON.stringify(cases) });
  expect(believed(cases, output)).toEqual(expected(cases));
});

test("the receiver in Go believes what is signed, and nothing else", async (context) => {
  needs(context, "go", "version");
  const cases = await signedCases();
  const [receiver = ""] = codeBlocks(markdown, "### Go", "go");
  const folder = newFolder({
    "go.mod": "module example.com/polycast\n\ngo 1.20\n",
    "receiver.go": receiver.replace("package polycast", "package main"),
    "main.go": `package main

      import (
        "encoding/base64"
        "encoding/json"
        "net/http"
        "os"
      )

      func main() {
        var cases []struct {
          Body    string
          Headers map[string]string
          Secrets []string
        }
        if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
          panic(err)
        }
        answers := []bool{}
        for _, one := range cases {
          header := http.Header{}
          for name, value := range one.Headers {
            header.Set(name, value)
          }
          body, _ := base64.StdEncoding.DecodeString(one.Body)
          id, err := Verify(body, header, one.Secrets)
          answers = append(answers, err == nil && id == "evt_1")
        }
        json.NewEncoder(os.Stdout).Encode(answers)
      }`,
  });
  const env = { GOTOOLCHAIN: "local", GOPROXY: "off", GOFLAGS: "" };
  const output = run(folder, "go", ["run", "."], { input: JSON.stringify(cases), env });
  expect(believed(cases, output)).toEqual(expected(cases));
});

test("the adapter for node:http hands the receiver the bytes as they came", async () => {
  const [receiver = "", ...others] = codeBlocks(markdown, "## The receiver as a library", "ts");
  const adapter = others.find((block) => block.includes("node:http")) ?? "";
  const secret = "docs-test-secret-0123456789";
  const event = { id: "e1", type: "video.asset.ready", data: { id: "A1", note: "Zoë ✓" } };
  const request = await signedRequest({ ...event, created_at: new Date().toISOString() }, { secret });
  const sent = { headers: Object.fromEntries(request.headers), body: await request.text() };
  const folder = newFolder({
    "receiver.ts": receiver,
    "adapter.ts": `import { receiver } from "./receiver.ts";\n${adapter}`,
    "main.ts": `
      import { once } from "node:events";
      import { server } from "./adapter.ts";
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const url = "http://127.0.0.1:" + server.address().port + "/webhooks/mux";
      const { headers, body } = ${JSON.stringify(sent)};
      const post = (changed) => fetch(url, { method: "POST", headers, body: changed });
      const answers = [await post(body), await post(body + " "), await fetch(url)];
      process.stdout.write(JSON.stringify(answers.map(({ status }) => status)));
      server.close();`,
  });
  const output = run(folder, process.execPath, node, { env: { MUX_WEBHOOK_SECRET: secret } });
  expect(JSON.parse(output.split("\n").at(-1) ?? "")).toEqual([200, 401, 405]);
});
