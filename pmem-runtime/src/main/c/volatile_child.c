#include "volatile_child.h"

#include <asm/prctl.h>
#include <asm/signal.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/futex.h>
#include <linux/mman.h>
#include <linux/sched.h>

#include "kept_storage.h"
#include "mappings.h"
#include "own_executable.h"
#include "program_memory.h"
#include "syscalls.h"
#include "text.h"
#include "watches.h"

#define HUGE_BYTES (2ull << 20)
#define SEEK_TO_DATA 3
#define SEEK_TO_HOLE 4
#ifndef SS_DISABLE
#define SS_DISABLE 2
#endif

/* In place of a thread's slot: suzaku_entry looks at is_volatile, nothing else matters. One for all threads of all children. */
static struct {
    uint64_t words[offsetof(struct thread, saved) / 8];
} volatile_slot;

/* The program break of a forked child, which owns the copy of the program's; 0 after a vfork: there it cannot be moved. */
static uint64_t break_start, break_end;
/* The program's path, for those who ask for /proc/self/exe; the tables hold it until a child unmaps them. */
static char path_copy[PATH_BYTES];

static const char *own_program(void) { return path_copy[0] != 0 ? path_copy : HEADER->program_path; }

static _Noreturn void give_up(void) {
    for (;;) {
        call1(__NR_exit_group, 255);
    }
}

/* A place for `length` bytes that lies in its huge page as `like` does, so that a move keeps huge pages whole. 0 when there is none. */
static uint64_t scratch_like(uint64_t like, uint64_t length) {
    uint64_t room = length + 2 * HUGE_BYTES;
    long found = call6(__NR_mmap, 0, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, (uint64_t)-1, 0);
    if (found < 0 && found > -4096) {
        return 0;
    }
    uint64_t start = (uint64_t)found;
    uint64_t place = ((start + HUGE_BYTES - 1) & ~(HUGE_BYTES - 1)) + (like & (HUGE_BYTES - 1));
    if (place > start) {
        call2(__NR_munmap, start, place - start);
    }
    if (start + room > place + length) {
        call2(__NR_munmap, place + length, start + room - place - length);
    }
    return place;
}

static int copy_extents(const struct mapping *mapping, uint64_t target) {
    for (uint64_t at = mapping->start; at < mapping->end;) {
        long data = call3(__NR_lseek, pool_fd, at, SEEK_TO_DATA);
        if (data < 0 || (uint64_t)data >= mapping->end) {
            return 0;
        }
        long hole = call3(__NR_lseek, pool_fd, data, SEEK_TO_HOLE);
        uint64_t end = hole < 0 || (uint64_t)hole > mapping->end ? mapping->end : (uint64_t)hole;
        call3(__NR_madvise, target + ((uint64_t)data - mapping->start), end - (uint64_t)data, MADV_POPULATE_WRITE); /* cheaper than faults */
        for (at = (uint64_t)data; at < end;) {
            long got = call4(__NR_pread64, pool_fd, target + (at - mapping->start), end - at, at);
            if (got <= 0) {
                return -1;
            }
            at += (uint64_t)got;
        }
    }
    return 0;
}

/* Replaces one mapping of the pool by a private copy of what is in it. Memory that the program shares on purpose stays shared. */
static void make_private(const struct mapping *mapping) {
    uint64_t length = mapping->end - mapping->start;
    uint64_t copy = scratch_like(mapping->start, length);
    if (copy == 0) {
        give_up();
    }
    if (length >= HUGE_BYTES) {
        call3(__NR_madvise, copy, length, MADV_HUGEPAGE);
    }
    if (copy_extents(mapping, copy) < 0 || call3(__NR_mprotect, copy, length, mapping->prot) < 0 ||
        call5(__NR_mremap, copy, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, mapping->start) < 0) {
        give_up();
    }
}

static void leave_pool(void) {
    const struct mapping_index *index = mappings_now();
    kept_leave();
    for (uint64_t i = 0; i < index->count; i++) {
        if (index->entries[i].kind == MAPPING_POOL && !is_shared(&index->entries[i])) {
            make_private(&index->entries[i]);
        }
    }
}

static void become_volatile(const struct child_start *start) {
    volatile_slot.words[0] = (uint64_t)&volatile_slot;
    volatile_slot.words[offsetof(struct thread, is_volatile) / 8] = 1;
    volatile_slot.words[offsetof(struct thread, record.rsp) / 8] = start->record.rsp; /* for program_memory.c */
    call2(__NR_arch_prctl, ARCH_SET_GS, &volatile_slot);
}

/* The kernel calls the program's handlers itself from now on, on its own alternate stack. */
static void take_own_signals(const struct thread *parent) {
    for (uint64_t signal = 1; signal <= 64; signal++) {
        if (SIGNALS[signal].handler > 1 || signal == SIGSYS) {
            call4(__NR_rt_sigaction, signal, &SIGNALS[signal], 0, 8);
        }
    }
    stack_t stack = {
        .ss_sp = (void *)parent->altstack_address,
        .ss_flags = parent->altstack_bytes == 0 ? SS_DISABLE : (int)parent->altstack_flags,
        .ss_size = parent->altstack_bytes,
    };
    call2(__NR_sigaltstack, &stack, 0);
}

static void take_own_thread(const struct child_start *start) {
    if ((start->flags & CLONE_SETTLS) != 0) {
        call2(__NR_arch_prctl, ARCH_SET_FS, start->tls);
    }
    if ((start->flags & CLONE_CHILD_SETTID) != 0 && is_writable(start->child_tid, sizeof(uint32_t))) {
        *(uint32_t *)start->child_tid = (uint32_t)call0(__NR_gettid);
    }
}

static _Noreturn void go_on(const struct child_start *start) {
    call4(__NR_rt_sigprocmask, SIG_SETMASK, &start->signal_mask, 0, 8);
    suzaku_volatile_begin(&start->record);
}

void forked_child(struct child_start *start) {
    char byte = 0;
    become_volatile(start);
    call1(__NR_close, start->parent_end);
    leave_pool();
    take_own_signals(start->parent);
    if (start->parent->robust_list != 0) {
        call2(__NR_set_robust_list, start->parent->robust_list, start->parent->robust_length);
    }
    break_start = HEADER->brk_start;
    break_end = HEADER->brk_end;
    memcpy(path_copy, HEADER->program_path, PATH_BYTES);
    if (call3(__NR_write, start->child_end, &byte, 1) != 1 || call3(__NR_read, start->child_end, &byte, 1) != 1) {
        give_up(); /* the parent has not committed the fork: this process has never been */
    }
    int own[] = {start->child_end, pool_fd, tables_fd, image_directory_fd};
    for (unsigned i = 0; i < sizeof own / sizeof own[0]; i++) {
        call1(__NR_close, own[i]);
    }
    call2(__NR_munmap, TABLES_BASE, TABLES_BYTES);
    take_own_thread(start);
    if ((start->flags & CLONE_CHILD_CLEARTID) != 0) {
        call1(__NR_set_tid_address, start->child_tid);
    }
    go_on(start);
}

void vforked_child(struct child_start *start) {
    become_volatile(start);
    take_own_signals(start->parent);
    while (__atomic_load_n(&start->go, __ATOMIC_ACQUIRE) == 0) {
        call4(__NR_futex, &start->go, FUTEX_WAIT, 0, 0);
    }
    take_own_thread(start);
    go_on(start);
}

/* The registers of a call as suzaku_volatile keeps them on the stack. */
struct volatile_registers {
    uint64_t rax, r9, r8, r10, rdx, rsi, rdi;
};

static long move_break(uint64_t wanted) {
    uint64_t top = page_up(break_end);
    uint64_t next = page_up(wanted);
    if (wanted < break_start || wanted > break_start + BRK_LIMIT_BYTES || break_start == 0) {
        return (long)break_end;
    }
    if (next > top && call6(__NR_mmap, top, next - top, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
                            (uint64_t)-1, 0) != (long)top) {
        return (long)break_end;
    }
    if (next < top) {
        call2(__NR_munmap, next, top - next);
    }
    break_end = wanted;
    return (long)wanted;
}

static int is_own_program(uint64_t path) { return path >= PAGE_SIZE && is_own_executable((const char *)path); }

static long read_own_link(uint64_t buffer, uint64_t length) {
    uint64_t bytes = text_length(own_program());
    bytes = bytes < length ? bytes : length;
    memcpy((void *)buffer, own_program(), bytes);
    return (long)bytes;
}

/* In a set that the child has from the program, a watch's data may be a token of the runtime. */
static long wait_for_events(const struct volatile_registers *call) {
    long count = call6((long)call->rax, call->rdi, call->rsi, call->rdx, call->r10, call->r8, call->r9);
    struct epoll_event *events = (struct epoll_event *)call->rsi;
    for (long i = 0; i < count; i++) {
        events[i].data = is_watch_token(events[i].data) ? token_data(events[i].data) : events[i].data;
    }
    return count;
}

/* Called by suzaku_volatile for calls that would meet the runtime: the break is not the kernel's, /proc/self/exe not the program, tokens no data. */
long volatile_call(struct volatile_registers *registers);
long volatile_call(struct volatile_registers *registers) {
    struct volatile_registers call = *registers;
    switch (call.rax) {
    case __NR_brk:
        return move_break(call.rdi);
    case __NR_readlink:
        if (is_own_program(call.rdi)) {
            return read_own_link(call.rsi, call.rdx);
        }
        break;
    case __NR_readlinkat:
        if (is_own_program(call.rsi)) {
            return read_own_link(call.rdx, call.r10);
        }
        break;
    case __NR_epoll_wait:
    case __NR_epoll_pwait:
    case __NR_epoll_pwait2:
        return wait_for_events(&call);
    case __NR_open:
    case __NR_execve:
        call.rdi = is_own_program(call.rdi) ? (uint64_t)own_program() : call.rdi;
        break;
    default: /* openat, execveat */
        call.rsi = is_own_program(call.rsi) ? (uint64_t)own_program() : call.rsi;
        break;
    }
    return call6((long)call.rax, call.rdi, call.rsi, call.rdx, call.r10, call.r8, call.r9);
}
