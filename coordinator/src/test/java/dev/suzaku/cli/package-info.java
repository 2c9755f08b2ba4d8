/** Tests of the command line, most of them in JVMs of their own. */
package dev.suzaku.cli;
