package dev.suzaku.pmem;

import java.nio.file.Path;

/** Where the program's standard input, output and error lead. */
public sealed interface Streams {
    /** The streams of this process. */
    record Inherit() implements Streams {}

    /**
     * Input from /dev/null, output and error appended to files, which are created when absent.
     *
     * @param output file for standard output
     * @param error file for standard error; may be the same file
     */
    record Files(Path output, Path error) implements Streams {}

    /** The streams of this process. */
    static Streams inherit() {
        return new Inherit();
    }

    /** Input from /dev/null, output and error appended to these files. */
    static Streams files(Path output, Path error) {
        return new Files(output, error);
    }
}
