import { expect } from "vitest";
import * as z from "zod";
import type { App } from "./app.ts";
import { problem } from "./schemas/answers.ts";

/** Checks that an answer is what the document promises: status, content type, every field, and no field besides. */
export async function expectDocumented(app: App, method: string, path: string, response: Response): Promise<void> {
  const route = findRoute(app, method, path);
  // Where there is no route, the answer is a problem like any other.
  const promised = route ? route.responses[response.status] : { $ref: "" };
  expect(promised, `${method} ${path} answers ${response.status}, which is not documented`).toBeDefined();
  const schemas = promised && "$ref" in promised ? problems : schemasOf(promised);
  const type = response.headers.get("content-type")?.split(";")[0] ?? "";
  if (schemas.size === 0) {
    expect(await response.text()).toBe("");
    return;
  }
  const schema = schemas.get(type);
  expect(schema, `${method} ${path} answers ${type}, which is not documented`).toBeDefined();
  const body: unknown = type.endsWith("json") ? await response.json() : await response.text();
  expect(schema?.parse(body)).toEqual(body);
}

const problems = new Map<string, z.ZodType>([["application/problem+json", problem]]);

function routesOf(app: App) {
  return app.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === "route" ? [definition.route] : [],
  );
}

function findRoute(app: App, method: string, path: string) {
  const [pathname = ""] = path.split("?");
  return routesOf(app).find((route) => {
    const pattern = new RegExp(`^${route.path.replaceAll(/\{\w+\}/gu, "[^/]+")}$`, "u");
    return route.method === method.toLowerCase() && pattern.test(pathname);
  });
}

const mediaSchema = z.object({ content: z.record(z.string(), z.object({ schema: z.instanceof(z.ZodType) })) });

function schemasOf(response: unknown): Map<string, z.ZodType> {
  const media = mediaSchema.safeParse(response);
  const entries = Object.entries(media.data?.content ?? {});
  return new Map(entries.map(([type, { schema }]) => [type, schema]));
}
