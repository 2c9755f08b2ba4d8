/** Tests of the launcher {@code ./suzaku}: a copy of it in a small repository, with fakes of Maven, Java, apt and sudo. */
package dev.suzaku.launcher;
