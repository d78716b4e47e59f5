/** Where an adapter writes its log lines to. Neither message nor fields may carry a credential. */
export type Log = (
  level: "debug" | "info" | "warn" | "error",
  message: string,
  fields?: Record<string, string | number | boolean | undefined>,
) => void;
