package dev.suzaku.checkers.models;

/** What engines that look at values need to know of a register's calls. */
public interface ReadsAndWrites {
    /** Given where a call does not read, or does not write. */
    int NO_VALUE = -1;

    /** Number of different values; they are numbered from 0, the register's first value. */
    int values();

    /** Number of the value that the call reads, if it does nothing else, or {@link #NO_VALUE}. */
    int valueRead(int call);

    /** Number of the value that the call writes, if it does nothing else, or {@link #NO_VALUE}. */
    int valueWritten(int call);
}
