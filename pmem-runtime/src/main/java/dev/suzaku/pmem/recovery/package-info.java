/**
 * From a cut image to one that a new process can start from: whether to accept it, and the fix-ups, a pure function of the image that
 * turns every interrupted thread into registers of the application.
 */
package dev.suzaku.pmem.recovery;
