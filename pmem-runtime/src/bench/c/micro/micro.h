/* One operation whose time is measured. Each file micro_*.c is one; micro.c lists and runs them. */
#ifndef SUZAKU_MICRO_H
#define SUZAKU_MICRO_H

struct operation {
    const char *name;
    long batch;           /* how many operations one clock reading covers */
    void (*run)(long count); /* does the operation `count` times; sets itself up at its first call */
};

extern const struct operation micro_getppid, micro_pipe, micro_file_write, micro_open_close, micro_map, micro_thread;

/* Ends the program with a message when a call of the operation fails: a benchmark of failures would be fast. */
void must(int holds, const char *what);

#endif
