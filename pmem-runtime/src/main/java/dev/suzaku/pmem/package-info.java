/**
 * Whole-process persistence, seen from outside the process: start a program under the runtime, freeze it, save its registers into
 * the image, kill it, resume it from the image in a new process.
 *
 * <p>The life of an image: {@link dev.suzaku.pmem.ImageDirectory#createEmpty} -> {@link dev.suzaku.pmem.PersistentProcess#start} ->
 * {@link dev.suzaku.pmem.PersistentProcess#freeze} -> {@link dev.suzaku.pmem.Freeze#save} -> {@link dev.suzaku.pmem.Freeze#kill} ->
 * {@link dev.suzaku.pmem.PersistentProcess#resume} -> freeze ... and so on.
 */
package dev.suzaku.pmem;
