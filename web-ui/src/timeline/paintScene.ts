import { gutterWidth } from "./layout";
import { paintAxis, paintRows } from "./paintAxis";
import { paintBars } from "./paintBars";
import { paintCuts } from "./paintCuts";
import { paintUnknown } from "./paintUnknown";
import type { Scene } from "./scene";

/** Paints the whole picture. The context must be scaled so that one unit is one CSS pixel. */
export function paintScene(context: CanvasRenderingContext2D, scene: Scene): void {
  const { scale, height, colours } = scene;
  const width = scale.left + scale.width;
  context.fillStyle = colours.panel;
  context.fillRect(0, 0, width, height);
  paintRows(context, scene);
  context.save();
  context.beginPath();
  context.rect(gutterWidth, 0, scale.width, height);
  context.clip();
  paintUnknown(context, scene);
  paintCuts(context, scene);
  paintBars(context, scene);
  context.restore();
  paintAxis(context, scene);
}
