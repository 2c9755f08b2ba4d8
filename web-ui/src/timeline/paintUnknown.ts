import { axisHeight } from "./layout";
import { paintHatch } from "./paintHatch";
import type { Scene } from "./scene";

/** Hatches the part of the window whose operations are not loaded, so that it cannot be taken for a quiet time. */
export function paintUnknown(context: CanvasRenderingContext2D, scene: Scene): void {
  const { scale, known } = scene;
  const left = scale.left;
  const right = left + scale.width;
  if (known === undefined) return paintArea(context, scene, left, right);
  paintArea(context, scene, left, Math.min(scale.x(known.from), right));
  paintArea(context, scene, Math.max(scale.x(known.to), left), right);
}

function paintArea(context: CanvasRenderingContext2D, scene: Scene, from: number, to: number): void {
  const height = scene.height - axisHeight;
  if (to - from < 1) return;
  paintHatch(context, from, axisHeight, to - from, height, scene.colours.unknown);
  const label = "zoom in to see these operations";
  context.font = "12px system-ui, sans-serif";
  const width = context.measureText(label).width;
  if (scene.known === undefined || to - from < width + 40) return;
  const middle = (from + to) / 2;
  const y = axisHeight + height / 2;
  context.fillStyle = scene.colours.panel;
  context.fillRect(middle - width / 2 - 8, y - 11, width + 16, 22);
  context.fillStyle = scene.colours.quiet;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(label, middle, y);
}
