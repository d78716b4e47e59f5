/** A whole number that was given on the command line; ends the program with what it takes when it is none. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  console.error(`--${option} takes whole numbers from ${least} to ${most}, not "${text}".`);
  process.exit(2);
}
