const grouped = new Intl.NumberFormat("en-US");

/** A count with thousands separators; nothing for what is not known yet. */
export function count(n: number | undefined): string {
  return n === undefined ? "" : grouped.format(n);
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A CRC32C as eight hexadecimal digits. */
export function checksum(crc: number | undefined): string {
  return crc === undefined ? "" : (crc >>> 0).toString(16).padStart(8, "0");
}

/** The failure probability per cut that `cuts` clean cuts leave possible, with 95 % confidence (the rule of three). */
export function failureBound(cuts: number): string {
  if (cuts <= 0) return "";
  const bound = 3 / cuts;
  return bound >= 1 ? "none" : `≤ ${(bound * 100).toFixed(bound < 0.01 ? 2 : 1)} %`;
}
