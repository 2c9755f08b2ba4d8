/** Bringing a target process into being: the native programs, the check of the program, the launch by suzaku-init. */
package dev.suzaku.pmem.launch;
