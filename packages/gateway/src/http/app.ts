import type { OpenAPIHono } from "@hono/zod-openapi";
import type { RequestEnv } from "./request-env.ts";

/** The HTTP API. */
export type App = OpenAPIHono<RequestEnv>;
