import { Index, Show, type JSX } from "solid-js";
import type { PowerCut } from "../api/historySlice";
import type { Receipt, Run } from "../api/run";
import { checksum, count } from "../format/count";
import { duration, durationOfMillis } from "../format/duration";
import { instantLabel } from "../timeline/timeScale";

/** A cut as the run knows it: when it was (from the history) and the evidence that it happened (its receipt). */
export interface CutRow {
  readonly number: number;
  readonly receipt: Receipt | undefined;
  readonly cut: PowerCut | undefined;
}

/** All cuts of a run with their receipts; a cut's number jumps to it on the timeline. */
export function CutsTable(props: { rows: readonly CutRow[]; onJump: (cut: PowerCut) => void }): JSX.Element {
  return (
    <div class="scroll cuts" role="region" aria-label="Power cuts" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Cut</th>
            <th scope="col" class="number">At</th>
            <th scope="col" class="number" title="From the standstill of all threads to the first reply">Outage</th>
            <th scope="col" class="number" title="From the recover call to the first correct reply">Recovery</th>
            <th scope="col">Receipt</th>
            <th scope="col" class="number">Pid</th>
            <th scope="col" class="number" title="Threads that the cut interrupted: in user mode + in the kernel">Threads user + kernel</th>
            <th scope="col" class="number" title="Client operations waiting for an answer">In flight</th>
            <th scope="col" title="CRC32C over the saved tables">Checksum</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          <Index each={props.rows}>{(row) => <Row row={row()} onJump={props.onJump} />}</Index>
        </tbody>
      </table>
    </div>
  );
}

function Row(props: { row: CutRow; onJump: (cut: PowerCut) => void }): JSX.Element {
  const cut = (): PowerCut | undefined => props.row.cut;
  const receipt = (): Receipt | undefined => props.row.receipt;
  const number = (): string => `cut ${props.row.number}`;
  return (
    <tr>
      <th scope="row">
        <Show when={cut()} fallback={number()}>
          {(known) => (
            <button type="button" class="link" title={`Show ${number()} on the timeline`} onClick={() => props.onJump(known())}>
              {number()}
            </button>
          )}
        </Show>
      </th>
      <td class="number">{at(cut())}</td>
      <td class="number">{outage(cut())}</td>
      <td class="number">{durationOfMillis(receipt()?.recoveryMillis)}</td>
      <td>
        <Show when={receipt()} fallback={<span class="badge unsure">none</span>}>
          {(known) => (known().complete ? known().fidelity : <span class="badge unsure">{known().fidelity}, incomplete</span>)}
        </Show>
      </td>
      <td class="number">{receipt()?.pid}</td>
      <td class="number">{threads(receipt())}</td>
      <td class="number">{count(receipt()?.inFlight)}</td>
      <td class="mono">{checksum(receipt()?.tablesChecksum || undefined)}</td>
      <td class="quiet">{note(receipt())}</td>
    </tr>
  );
}

function at(cut: PowerCut | undefined): string {
  return cut === undefined ? "" : instantLabel(cut.crashEarliestNanos, 1e6);
}

function outage(cut: PowerCut | undefined): string {
  return cut === undefined ? "" : duration(cut.readyLatestNanos - cut.crashLatestNanos);
}

function threads(receipt: Receipt | undefined): string {
  if (receipt?.threadsInUser === undefined || receipt.threadsInKernel === undefined) return count(receipt?.threads);
  return `${receipt.threadsInUser} + ${receipt.threadsInKernel}`;
}

function note(receipt: Receipt | undefined): string {
  if (receipt === undefined) return "";
  const reverted = receipt.revertedLines ? `${count(receipt.revertedLines)} cache lines lost` : "";
  return [reverted, receipt.note].filter((text) => text !== "").join("; ");
}

/** One row per receipt, and per cut of the history that has none. A history numbers the epochs that its cuts end; so do receipts. */
export function cutRows(run: Run, cuts: readonly PowerCut[]): CutRow[] {
  const cutByEpoch = new Map(cuts.map((cut) => [cut.epoch, cut]));
  const receiptByCut = new Map(run.receipts.map((receipt) => [receipt.cut, receipt]));
  const indices = [...new Set([...cutByEpoch.keys(), ...receiptByCut.keys()])].toSorted((a, b) => a - b);
  return indices.map((index) => ({
    number: index,
    receipt: receiptByCut.get(index),
    cut: cutByEpoch.get(index),
  }));
}
