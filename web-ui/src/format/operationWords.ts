import type { Operation, Value } from "../api/operation";

const longestText = 32;

/** What an operation asked, in words: `set k1 = v7`, `incr k2 by 3`. */
export function question(op: Operation): string {
  const { function: name, key, argument } = op;
  const what = key === "" ? name : `${name} ${key}`;
  if (argument === null) return what;
  if (name === "incr" || name === "decr") return `${what} by ${valueWords(argument)}`;
  if (name === "cas" && Array.isArray(argument) && argument.length === 2) {
    const [first, second] = argument.map(valueWords);
    // memcached's cas carries a token, a register's cas the value that must be there.
    return typeof argument[0] === "string" ? `${what} = ${first} (token ${second})` : `${what} ${first} → ${second}`;
  }
  return `${what} = ${valueWords(argument)}`;
}

/** What came back, in words: `v7`, `miss`, `STORED`, `no answer`. */
export function answer(op: Operation): string {
  if (op.outcome === "INFO") return "no answer: may or may not have happened";
  if (op.outcome === "FAIL") return "failed: certainly did not happen";
  if (op.result === null) return isRead(op) ? "miss" : "done";
  if (op.function === "gets" && Array.isArray(op.result) && op.result.length === 2) {
    const [value, token] = op.result.map(valueWords);
    return `${value} (token ${token})`;
  }
  return valueWords(op.result);
}

export function isRead(op: Operation): boolean {
  return op.function === "get" || op.function === "gets" || op.function === "read" || op.function === "dump";
}

function valueWords(value: Value): string {
  if (value === null) return "nothing";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  return `[${value.map(valueWords).join(", ")}]`;
}
