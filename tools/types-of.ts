import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";

/** The document's types as a module. Made with a TypeScript of this folder's own: openapi-typescript needs version 5. */
export async function typesOf(contract: Record<string, unknown>): Promise<string> {
  const nodes = await openapiTS(contract as unknown as OpenAPI3, { alphabetize: true });
  return `/* Made by \`pnpm gen\` from docs/openapi.json. */\n\n${astToString(nodes)}`;
}
