/** A duration with three significant digits and the unit an engineer would choose: `312 µs`, `4.21 ms`, `3 m 12 s`. */
export function duration(nanos: number): string {
  if (!Number.isFinite(nanos)) return "never";
  if (nanos < 0) return `−${duration(-nanos)}`;
  if (nanos >= 60e9) return minutes(nanos);
  const [size, unit] = nanos >= 1e9 ? [1e9, "s"] : nanos >= 1e6 ? [1e6, "ms"] : nanos >= 1e3 ? [1e3, "µs"] : [1, "ns"];
  return `${significant(nanos / size)} ${unit}`;
}

export function durationOfMillis(millis: number | undefined): string {
  return millis === undefined ? "" : duration(millis * 1e6);
}

function minutes(nanos: number): string {
  const seconds = Math.round(nanos / 1e9);
  return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
}

function significant(x: number): string {
  if (Number.isInteger(x)) return String(x);
  return x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2);
}
