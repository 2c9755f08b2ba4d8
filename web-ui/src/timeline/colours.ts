const names = [
  "panel", "text", "quiet", "line", "write", "on-write", "read", "on-read", "fail", "on-fail", "info", "on-info",
  "cut", "outage", "outage-hatch", "error", "unknown", "row",
] as const;

/** The colours of styles/colours.css by name, as the canvas needs them. */
export type Colours = Readonly<Record<(typeof names)[number], string>>;

/** Reads the colours in force; call it again when the colour scheme changes. */
export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours;
}
