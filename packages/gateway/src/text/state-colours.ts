/** The colour that a terminal shows a state in; one that is not among them has none. */
export const stateColours: Readonly<Record<string, "green" | "cyan" | "yellow" | "red" | "gray">> = {
  live: "green",
  connecting: "cyan",
  reconnecting: "yellow",
  retrying: "yellow",
  failed: "red",
  idle: "gray",
  disabled: "gray",
  unknown: "gray",
};
