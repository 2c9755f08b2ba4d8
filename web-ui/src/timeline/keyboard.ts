/** What a key does on the timeline. */
export type KeyAction =
  | { readonly kind: "pan"; readonly share: number }
  | { readonly kind: "zoom"; readonly factor: number }
  | { readonly kind: "fit" }
  | { readonly kind: "edge"; readonly end: "start" | "end" }
  | { readonly kind: "cut"; readonly step: 1 | -1 }
  | { readonly kind: "operation"; readonly step: 1 | -1 }
  | { readonly kind: "session"; readonly step: 1 | -1 }
  | { readonly kind: "error" }
  | { readonly kind: "unselect" };

const actions: ReadonlyMap<string, KeyAction> = new Map<string, KeyAction>([
  ["ArrowLeft", { kind: "pan", share: -0.15 }],
  ["ArrowRight", { kind: "pan", share: 0.15 }],
  ["PageUp", { kind: "pan", share: -0.9 }],
  ["PageDown", { kind: "pan", share: 0.9 }],
  ["+", { kind: "zoom", factor: 1 / 1.5 }],
  ["=", { kind: "zoom", factor: 1 / 1.5 }],
  ["-", { kind: "zoom", factor: 1.5 }],
  ["0", { kind: "fit" }],
  ["Home", { kind: "edge", end: "start" }],
  ["End", { kind: "edge", end: "end" }],
  ["[", { kind: "cut", step: -1 }],
  ["]", { kind: "cut", step: 1 }],
  ["p", { kind: "operation", step: -1 }],
  ["n", { kind: "operation", step: 1 }],
  ["ArrowUp", { kind: "session", step: -1 }],
  ["ArrowDown", { kind: "session", step: 1 }],
  ["e", { kind: "error" }],
  ["Escape", { kind: "unselect" }],
]);

export const keyboardHelp =
  "Arrow left and right pan, plus and minus zoom, 0 shows the whole run, brackets go from cut to cut, " +
  "n and p go from operation to operation, arrow up and down change the session, e jumps to the first error.";

/** The action of a key press; keys with Ctrl, Alt or Meta belong to the browser. */
export function keyAction(event: KeyboardEvent): KeyAction | undefined {
  return event.ctrlKey || event.altKey || event.metaKey ? undefined : actions.get(event.key);
}
