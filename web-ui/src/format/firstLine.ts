/** The first line of a text that may have many, without the colon that announces the others. */
export function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").replace(/:\s*$/, "");
}
