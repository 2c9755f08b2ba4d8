/** The calls into Linux that the JDK does not offer, by JNA. x86-64 only. */
package dev.suzaku.pmem.system;
