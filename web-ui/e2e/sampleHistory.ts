/** A made-up run for looking at the page and testing its states: eight sessions, five cuts, one stale read on key k3. */
const sessions = 8;
const cutCount = 5;
const lengthNanos = 6e9;
const outageNanos = 42e6;

interface SampleOperation {
  index: number;
  session: number;
  epoch: number;
  function: string;
  key: string;
  argument: unknown;
  result: unknown;
  outcome: string;
  invoke_ns: number;
  return_ns: number | null;
}

interface SampleCut {
  epoch: number;
  crash_earliest_ns: number;
  crash_latest_ns: number;
  ready_earliest_ns: number;
  ready_latest_ns: number;
}

export const cuts: SampleCut[] = Array.from({ length: cutCount }, (_, epoch) => {
  const crash = Math.round((lengthNanos * (epoch + 1)) / (cutCount + 1));
  return {
    epoch,
    crash_earliest_ns: crash,
    crash_latest_ns: crash + 300_000,
    ready_earliest_ns: crash + outageNanos,
    ready_latest_ns: crash + outageNanos + 200_000,
  };
});

export const operations: SampleOperation[] = makeOperations();
export const sessionNumbers = Array.from({ length: sessions }, (_, session) => session);
export const endNanos = lengthNanos;

/** The stale read and the two writes before it, as a checker would name them. */
export function counterexample(): { key: string; summary: string; unexplained: number; operations: SampleOperation[] } {
  const writes = operations.filter((op) => op.key === "k3" && op.function === "set" && op.outcome === "OK" && op.epoch === 2);
  const stale = operations.find((op) => op.key === "k3" && op.function === "get" && op.outcome === "OK" && op.epoch === 3);
  const [first, second] = writes.slice(-2);
  if (!first || !second || !stale) throw new Error("the sample history lacks the operations of its counterexample");
  stale.result = first.argument;
  return {
    key: "k3",
    unexplained: stale.index,
    summary: `session ${stale.session} read ${String(first.argument)} after ${String(second.argument)} had been acknowledged`,
    operations: [first, second, stale],
  };
}

function makeOperations(): SampleOperation[] {
  const random = generator(20_261_122);
  const made: SampleOperation[] = [];
  for (let session = 0; session < sessions; session++) {
    let now = random() * 1e6;
    while (now < lengthNanos - 3e6) {
      const op = nextOperation(random, session, now);
      made.push(op);
      const cut = cuts[op.epoch];
      now = (op.return_ns ?? cut?.ready_latest_ns ?? lengthNanos) + 20_000 + random() * 400_000;
    }
  }
  made.sort((a, b) => a.invoke_ns - b.invoke_ns);
  return made.map((op, index) => ({ ...op, index }));
}

function nextOperation(random: () => number, session: number, now: number): SampleOperation {
  const invoke_ns = Math.round(now);
  const epoch = cuts.filter((cut) => cut.crash_latest_ns <= now).length;
  const end = invoke_ns + Math.round(80_000 + random() ** 4 * 3e6);
  const next = cuts[epoch];
  const outage = cuts.find((cut) => cut.crash_earliest_ns <= now && now < cut.ready_earliest_ns);
  const outcome = outage ? "FAIL" : next && end > next.crash_earliest_ns ? "INFO" : "OK";
  const base = { index: 0, session, epoch, key: `k${Math.floor(random() * 12)}`, outcome, invoke_ns };
  const return_ns = outcome === "INFO" ? null : outcome === "FAIL" ? invoke_ns + 90_000 : end;
  const kind = random();
  const value = `v${session}-${invoke_ns % 100_000}`;
  if (kind < 0.45) return { ...base, return_ns, function: "get", argument: null, result: outcome === "OK" ? value : null };
  if (kind < 0.85) return { ...base, return_ns, function: "set", argument: value, result: outcome === "OK" ? "STORED" : null };
  if (kind < 0.95) return { ...base, return_ns, function: "cas", argument: [value, 77], result: outcome === "OK" ? "EXISTS" : null };
  return { ...base, return_ns, function: "incr", argument: 3, result: outcome === "OK" ? 42 : null };
}

/** A small seeded generator (mulberry32), so that every start shows the same run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
