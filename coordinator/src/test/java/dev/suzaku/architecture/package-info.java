/**
 * Keeps the house in order: {@link dev.suzaku.architecture.ModuleTable} lets each module know only the modules above it, {@link
 * dev.suzaku.architecture.Names} refuses names that say nothing. Both are tested on classes with planted faults as well as on
 * the real ones. It stands with the coordinator because only the coordinator sees all modules.
 */
package dev.suzaku.architecture;
