/** A call to the provider's own API that the model has no word for. */
export type ProviderRequest = {
  /** Default `GET`. */
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the provider's base URL, with a leading slash, e.g. `/video/v1/assets`. */
  path: string;
  searchParams?: Record<string, string | number | boolean>;
  json?: unknown;
};
