import { answer, isRead, question } from "../format/operationWords";
import type { Bar } from "./bars";
import { barHeight, rowHeight, rowTop } from "./layout";
import type { Scene } from "./scene";

const narrowestLabel = 44;
const pixelsPerCharacter = 6;

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
  context.fillStyle = fill;
  if (bar.tailRight > bar.right) {
    context.globalAlpha = 0.55;
    context.fillRect(bar.right, top + barHeight - 3, bar.tailRight - bar.right, 3);
    context.globalAlpha = 1;
  }
  context.fillRect(bar.left, top, bar.right - bar.left - gap, barHeight);
  const width = bar.right - bar.left;
  if (width > narrowestLabel) paintText(context, bar, top, text);
  if (highlighted.has(bar.operation.index)) frame(context, bar, top, colours.error, 2.5);
  if (bar.operation.index === selected) frame(context, bar, top, colours.text, 2);
  else if (bar.operation.index === hovered) frame(context, bar, top, colours.text, 1);
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

function frame(context: CanvasRenderingContext2D, bar: Bar, top: number, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(bar.left - 1.5, top - 1.5, bar.right - bar.left + 2, barHeight + 3);
}
