import type { PowerCut } from "../api/historySlice";
import { axisHeight } from "./layout";
import { paintHatch } from "./paintHatch";
import type { Scene } from "./scene";

const labelHeight = 15;

/** For each cut a line where the threads stood still, a band until the first reply, and its number above. */
export function paintCuts(context: CanvasRenderingContext2D, scene: Scene): void {
  let labelsEnd = -Infinity;
  for (const cut of scene.cuts) {
    if (!touches(cut, scene)) continue;
    paintBand(context, scene, cut);
    labelsEnd = paintLabel(context, scene, cut, labelsEnd);
  }
}

function touches(cut: PowerCut, scene: Scene): boolean {
  return cut.readyLatestNanos >= scene.scale.view.from && cut.crashEarliestNanos <= scene.scale.view.to;
}

function paintBand(context: CanvasRenderingContext2D, scene: Scene, cut: PowerCut): void {
  const { scale, height, colours } = scene;
  const crash = scale.x(cut.crashEarliestNanos);
  const crashEnd = scale.x(cut.crashLatestNanos);
  const ready = Number.isFinite(cut.readyLatestNanos) ? scale.x(cut.readyLatestNanos) : scale.left + scale.width;
  const left = Math.max(crashEnd, scale.left - 4);
  const width = Math.min(ready, scale.left + scale.width + 4) - left;
  if (width > 0) {
    context.fillStyle = colours.outage;
    context.fillRect(left, axisHeight, width, height - axisHeight);
    if (width > 12) paintHatch(context, left, axisHeight, width, height - axisHeight, colours["outage-hatch"]);
  }
  // The threads came to stand somewhere between the two instants; by the second one they all stood still.
  context.fillStyle = colours.cut;
  context.globalAlpha = 0.25;
  context.fillRect(crash, axisHeight, crashEnd - crash, height - axisHeight);
  context.globalAlpha = 1;
  context.fillRect(crash, labelHeight, 1.5, height - labelHeight);
  context.fillRect(crashEnd, axisHeight, 1.5, height - axisHeight);
}

function paintLabel(context: CanvasRenderingContext2D, scene: Scene, cut: PowerCut, labelsEnd: number): number {
  const { scale, colours } = scene;
  const x = Math.max(scale.x(cut.crashEarliestNanos), scale.left);
  const label = Number.isFinite(cut.readyLatestNanos) ? `cut ${cut.epoch}` : `cut ${cut.epoch}, never ready again`;
  context.font = "600 11px system-ui, sans-serif";
  const width = context.measureText(label).width + 10;
  if (x < labelsEnd + 2) return labelsEnd;
  context.fillStyle = colours.cut;
  context.fillRect(x, 0, width, labelHeight);
  context.fillStyle = colours.panel;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(label, x + 5, labelHeight / 2 + 0.5);
  return x + width;
}
