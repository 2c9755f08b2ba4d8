/**
 * Power cuts: plans drawn from a seed, fidelity levels, and the receipt that proves each cut.
 *
 * <p>May use {@code dev.suzaku.pmem} only.
 */
package dev.suzaku.faults;
