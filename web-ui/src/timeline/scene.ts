import type { PowerCut } from "../api/historySlice";
import type { Bar } from "./bars";
import type { Colours } from "./colours";
import type { TimeScale } from "./timeScale";
import type { View } from "./view";

/** Everything one picture of the timeline shows. */
export interface Scene {
  readonly scale: TimeScale;
  readonly height: number;
  readonly sessions: readonly number[];
  readonly cuts: readonly PowerCut[];
  readonly bars: readonly Bar[];
  /** Where operations are known; outside of it the picture says that it knows nothing. */
  readonly known: View | undefined;
  /** The counterexample: the place of each of its operations in the list beside the timeline (1, 2, ...), by operation index. */
  readonly highlighted: ReadonlyMap<number, number>;
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
  readonly colours: Colours;
}
