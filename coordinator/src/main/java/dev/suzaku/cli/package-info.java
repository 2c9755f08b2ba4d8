/**
 * The command line. Results go to stdout, progress and logs to stderr; the exit codes are in {@link dev.suzaku.cli.ExitCode}.
 *
 * <p>May use every module. Command classes hold nothing but options and a call: heavy classes are loaded only when a command runs, so
 * that {@code --help} is fast.
 */
package dev.suzaku.cli;
