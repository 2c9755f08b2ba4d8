/**
 * The image as bytes: where what lies (from layout.h through layout.properties), the seal, reading and writing the tables.
 * The drawing of the format is in layout.h.
 */
package dev.suzaku.pmem.image;
