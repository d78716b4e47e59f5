import { stripVTControlCharacters } from "node:util";

/** A terminal that shows lines of a story and, below them, a table that is redrawn; without a terminal, lines only. */
export class Screen {
  readonly #out: NodeJS.WriteStream;
  #drawn = "";
  #rows = 0;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out;
  }

  /** Adds a line above the table. */
  say(line: string): void {
    this.#erase();
    this.#out.write(`${line}\n`);
    this.#redraw();
  }

  /** Shows the table; drawn once more only when it changed. */
  draw(table: string): void {
    if (table === this.#drawn) return;
    this.#erase();
    this.#drawn = table;
    this.#redraw();
  }

  /** Writes the table for those who see no redrawing: a pipe, a log. */
  show(): void {
    if (!this.#out.isTTY) this.#out.write(`${this.#drawn}\n`);
  }

  /** Leaves the table on the screen as it is. */
  keep(): void {
    this.#rows = 0;
    this.#drawn = "";
  }

  #redraw(): void {
    if (!this.#out.isTTY || this.#drawn === "") return;
    this.#out.write(`${this.#drawn}\n`);
    const columns = this.#out.columns || 80;
    const lines = stripVTControlCharacters(this.#drawn).split("\n");
    this.#rows = lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / columns)), 0);
  }

  #erase(): void {
    if (this.#rows > 0) this.#out.write(`\u001b[${this.#rows}A\u001b[J`);
    this.#rows = 0;
  }
}
