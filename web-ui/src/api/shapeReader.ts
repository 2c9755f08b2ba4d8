/** An answer of the API that does not have the agreed shape; the message says where. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** Reads one JSON object field by field. `where` names the object in error messages, e.g. `campaign.runs[3]`. */
export class ShapeReader {
  private readonly fields: Record<string, unknown>;

  constructor(
    json: unknown,
    private readonly where: string,
  ) {
    if (typeof json !== "object" || json === null || Array.isArray(json)) {
      throw new ShapeError(`${where}: expected an object, got ${describe(json)}`);
    }
    this.fields = json as Record<string, unknown>;
  }

  text(name: string): string {
    const value = this.fields[name];
    return typeof value === "string" ? value : this.refuse(name, "a string");
  }

  number(name: string): number {
    const value = this.fields[name];
    return typeof value === "number" ? value : this.refuse(name, "a number");
  }

  flag(name: string): boolean {
    const value = this.fields[name];
    return typeof value === "boolean" ? value : this.refuse(name, "true or false");
  }

  optionalText(name: string): string | undefined {
    return this.isAbsent(name) ? undefined : this.text(name);
  }

  optionalNumber(name: string): number | undefined {
    return this.isAbsent(name) ? undefined : this.number(name);
  }

  optionalFlag(name: string): boolean | undefined {
    return this.isAbsent(name) ? undefined : this.flag(name);
  }

  /** A nested object read by `read`; absent or null gives undefined. */
  optional<T>(name: string, read: (json: unknown, where: string) => T): T | undefined {
    return this.isAbsent(name) ? undefined : read(this.fields[name], `${this.where}.${name}`);
  }

  /** A list whose items `read` reads; absent or null gives the empty list. */
  list<T>(name: string, read: (json: unknown, where: string) => T): T[] {
    if (this.isAbsent(name)) return [];
    const value = this.fields[name];
    if (!Array.isArray(value)) return this.refuse(name, "a list");
    return value.map((item, i) => read(item, `${this.where}.${name}[${i}]`));
  }

  /** A field passed through as it is, for values whose shape the caller judges. */
  raw(name: string): unknown {
    return this.fields[name];
  }

  private isAbsent(name: string): boolean {
    return this.fields[name] === undefined || this.fields[name] === null;
  }

  private refuse(name: string, expected: string): never {
    throw new ShapeError(`${this.where}.${name}: expected ${expected}, got ${describe(this.fields[name])}`);
  }
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
}
