/*
 * The life of a forked process before its first instruction. It has no image: it gets the program's memory as a private copy (or, after a
 * vfork, shares it), the program's own signal handlers, and system calls that go straight to the kernel (volatile.S).
 */
#ifndef SUZAKU_VOLATILE_CHILD_H
#define SUZAKU_VOLATILE_CHILD_H

#include "image.h"

/* What a child is told by its parent. */
struct child_start {
    struct call_record record;   /* registers at the call; rsp is the child's */
    const struct thread *parent; /* not to be looked at after the copy */
    uint64_t signal_mask;
    uint64_t flags;         /* CLONE_* of the call */
    uint64_t child_tid;     /* argument of the call */
    uint64_t tls;
    int parent_end, child_end; /* fork: a pair of sockets; the child writes when its copy is complete, the parent when it may go on */
    uint32_t go;               /* vfork: a futex; 1 = the child may go on */
    uint32_t running;          /* vfork: a futex that the kernel clears when the child has executed another program or ended */
};

/* Entries for clone_process; both begin with every signal blocked and do not return. */
void forked_child(struct child_start *start);
void vforked_child(struct child_start *start);

/* Assembly, see volatile.S. */
long clone_process(uint64_t flags, uint64_t stack_top, void *child_tid, struct child_start *start,
                   void (*entry)(struct child_start *));
_Noreturn void suzaku_volatile_begin(const struct call_record *record);

#endif
