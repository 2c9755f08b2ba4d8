import { answer, isRead, question } from "../format/operationWords";
import type { Bar } from "./bars";
import { numberedOperations } from "./firstError";
import { barHeight, rowHeight, rowTop } from "./layout";
import type { Scene } from "./scene";

const narrowestLabel = 44;
const pixelsPerCharacter = 6;
const tailHeight = 3;

/** All bars; those of the counterexample and the selected one last, so that nothing covers them. */
export function paintBars(context: CanvasRenderingContext2D, scene: Scene): void {
  const special = (bar: Bar): boolean => scene.highlighted.has(bar.operation.index) || bar.operation.index === scene.selected;
  for (const bar of scene.bars) if (!special(bar)) paintBar(context, scene, bar);
  for (const bar of scene.bars) if (special(bar)) paintBar(context, scene, bar);
}

function paintBar(context: CanvasRenderingContext2D, scene: Scene, bar: Bar): void {
  const { colours, highlighted, selected, hovered } = scene;
  const { fill, text } = inks(scene, bar);
  const top = rowTop(bar.row) + (rowHeight - barHeight) / 2;
  const gap = bar.right - bar.left > 4 ? 1 : 0;
  paintTail(context, bar, top, fill);
  context.fillStyle = fill;
  context.fillRect(bar.left, top, bar.right - bar.left - gap, barHeight);
  const width = bar.right - bar.left;
  if (width > narrowestLabel) paintText(context, bar, top, text);
  const place = highlighted.get(bar.operation.index);
  if (place !== undefined) paintFlag(context, scene, bar, top, place);
  if (bar.operation.index === selected) frame(context, bar, top, colours.text, 2);
  else if (bar.operation.index === hovered) frame(context, bar, top, colours.text, 1);
}

/** The time in which a pending operation may still take effect: a thin line at the foot of its bar, fading where nothing ends it. */
function paintTail(context: CanvasRenderingContext2D, bar: Bar, top: number, fill: string): void {
  const foot = top + barHeight - tailHeight;
  context.fillStyle = fill;
  if (bar.tailRight > bar.right) context.fillRect(bar.right, foot, bar.tailRight - bar.right, tailHeight);
  if (!bar.unbounded) return;
  for (let i = 0; i < 6; i++) {
    context.globalAlpha = 0.8 - i * 0.13;
    context.fillRect(bar.tailRight + i * 6, foot, 4, tailHeight);
  }
  context.globalAlpha = 1;
}

function inks({ colours }: Scene, { operation }: Bar): { fill: string; text: string } {
  if (operation.outcome === "FAIL") return { fill: colours.fail, text: colours["on-fail"] };
  if (operation.outcome === "INFO") return { fill: colours.info, text: colours["on-info"] };
  return isRead(operation)
    ? { fill: colours.read, text: colours["on-read"] }
    : { fill: colours.write, text: colours["on-write"] };
}

function paintText(context: CanvasRenderingContext2D, bar: Bar, top: number, colour: string): void {
  const { operation } = bar;
  const words = operation.outcome === "OK" ? `${question(operation)} → ${answer(operation)}` : question(operation);
  const fits = Math.floor((bar.right - bar.left - 8) / pixelsPerCharacter);
  context.font = "10px ui-monospace, monospace";
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = colour;
  context.fillText(words.length > fits ? `${words.slice(0, Math.max(fits - 1, 1))}…` : words, bar.left + 4, top + barHeight / 2 + 0.5);
}

/** Marks an operation of the counterexample: framed, with its number in the list on a flag beside it. */
function paintFlag(context: CanvasRenderingContext2D, { colours }: Scene, bar: Bar, top: number, place: number): void {
  frame(context, bar, top, colours.error, 2.5);
  if (place > numberedOperations) return;
  context.font = "700 11px system-ui, sans-serif";
  const width = context.measureText(String(place)).width + 8;
  context.fillStyle = colours.error;
  context.fillRect(bar.right + 1.5, top - 2.5, width, barHeight + 5);
  context.fillStyle = colours.panel;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(place), bar.right + 1.5 + width / 2, top + barHeight / 2 + 0.5);
}

function frame(context: CanvasRenderingContext2D, bar: Bar, top: number, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(bar.left - 1.5, top - 1.5, bar.right - bar.left + 2, barHeight + 3);
}
