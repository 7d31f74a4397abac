// Where in a JSON text the value is that a pointer leads to.

export interface Place {
  from: number;
  to: number;
}

/** The place of the value at a JSON pointer; of the nearest one above it where there is none; of all where nothing fits. */
export function placeOf(text: string, pointer: string): Place {
  const keys = pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return new Walk(text).find(keys) ?? { from: 0, to: text.length };
}

/** A walk over well-formed JSON that notes where values are. */
class Walk {
  #at = 0;

  constructor(private readonly text: string) {}

  find(keys: string[]): Place | undefined {
    try {
      return this.#value(keys);
    } catch {
      return undefined;
    }
  }

  /** Passes over a value; gives the place that the keys lead to in it, or its own. */
  #value(keys: string[] | undefined): Place {
    this.#space();
    const from = this.#at;
    const inner = this.#inside(keys);
    const own = { from, to: this.#at };
    return inner ?? own;
  }

  #inside(keys: string[] | undefined): Place | undefined {
    const first = this.text[this.#at];
    if (first === "{" || first === "[") return this.#members(first, keys);
    if (first === '"') this.#string();
    else while (/[^\s,\]}]/.test(this.text[this.#at] ?? " ")) this.#at += 1;
    return undefined;
  }

  #members(open: "{" | "[", keys: string[] | undefined): Place | undefined {
    const close = open === "{" ? "}" : "]";
    let found: Place | undefined;
    this.#at += 1;
    for (let index = 0; ; index += 1) {
      this.#space();
      if (this.#at >= this.text.length) throw new SyntaxError("the text ends too soon");
      if (this.text[this.#at] === close) break;
      const key = open === "{" ? this.#key() : String(index);
      const [wanted, ...rest] = keys ?? [];
      const place = this.#value(wanted === key ? rest : undefined);
      if (wanted === key) found = place;
      this.#space();
      if (this.text[this.#at] === ",") this.#at += 1;
    }
    this.#at += 1;
    return found;
  }

  #key(): string {
    const from = this.#at;
    this.#string();
    const key = JSON.parse(this.text.slice(from, this.#at)) as string;
    this.#space();
    this.#at += 1;
    return key;
  }

  #string(): void {
    this.#at += 1;
    while (this.#at < this.text.length && this.text[this.#at] !== '"') this.#at += this.text[this.#at] === "\\" ? 2 : 1;
    this.#at += 1;
  }

  #space(): void {
    while (/\s/.test(this.text[this.#at] ?? "x")) this.#at += 1;
  }
}
