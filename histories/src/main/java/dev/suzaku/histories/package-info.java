/**
 * What clients asked of a target, what they were answered, and when its power failed.
 *
 * <p>A {@link dev.suzaku.histories.History} is made of {@linkplain dev.suzaku.histories.Operation operations} and
 * {@linkplain dev.suzaku.histories.PowerCut power cuts}. It is written by a {@link dev.suzaku.histories.HistoryRecorder},
 * stored as a chunk file ({@link dev.suzaku.histories.HistoryFile}) and read from several foreign formats
 * ({@link dev.suzaku.histories.HistoryFormat}). The package may use nothing of Suzaku.
 */
package dev.suzaku.histories;
