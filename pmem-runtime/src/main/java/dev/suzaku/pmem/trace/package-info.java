/** Tracing by ptrace: stopping threads, reading their registers. All of it happens on one thread that never forks. */
package dev.suzaku.pmem.trace;
