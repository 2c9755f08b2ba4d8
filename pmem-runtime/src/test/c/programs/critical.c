/*
 * critical ABORTS: two threads sit in a restartable sequence that has no end, again each time it is aborted, until each was aborted often
 * enough: by power cuts, by the scheduler, or by the signals of a third thread, without which an idle processor would leave them alone. A
 * thread whose sequences are not aborted any more after a cut never ends. Prints "critical ABORTS".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define SIGNATURE 0x53053053

struct area {
    uint32_t cpu_id_start, cpu_id;
    uint64_t section;
    uint32_t flags, node_id, mm_cid, padding;
} __attribute__((aligned(32)));

#ifdef __GLIBC__
extern const ptrdiff_t __rseq_offset;

static struct area *area_of_thread(void) { return (struct area *)((char *)__builtin_thread_pointer() + __rseq_offset); }
#else
static struct area *area_of_thread(void) {
    static _Thread_local struct area area;
    if (area.cpu_id_start == 0 && syscall(SYS_rseq, &area, sizeof area, 0, SIGNATURE) != 0 && errno != EBUSY) {
        dprintf(2, "critical: rseq: errno %d\n", errno);
        _exit(1);
    }
    return &area;
}
#endif

/* Returns only by an abort. */
static void wait_for_abort(struct area *area) {
    __asm__ volatile(".pushsection .data.rel.ro, \"aw\"\n"
                     ".balign 32\n"
                     "3: .long 0, 0\n"
                     ".quad 1f, 2f - 1f, 4f\n"
                     ".popsection\n"
                     "lea 3b(%%rip), %%rax\n"
                     "mov %%rax, %[section]\n"
                     "1: pause\n"
                     "jmp 1b\n"
                     "2: ud2\n"
                     ".long %c[signature]\n"
                     "4:\n"
                     : [section] "=m"(area->section)
                     : [signature] "i"(SIGNATURE)
                     : "rax", "memory");
}

static long aborts;
static pthread_t workers[2];
static int working = 2;

static void *work(void *unused) {
    struct area *area = area_of_thread();
    for (long i = 0; i < aborts; i++) wait_for_abort(area);
    __atomic_fetch_sub(&working, 1, __ATOMIC_SEQ_CST);
    return unused;
}

static void ignore(int signal) { (void)signal; }

/* Signals both workers every millisecond; neither is joined before this has ended. */
static void *disturb(void *unused) {
    while (__atomic_load_n(&working, __ATOMIC_SEQ_CST) > 0) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        for (int i = 0; i < 2; i++) pthread_kill(workers[i], SIGUSR1);
    }
    return unused;
}

int main(int count, char **words) {
    pthread_t disturber;
    if (count != 2) return 2;
    aborts = atol(words[1]);
    if (sigaction(SIGUSR1, &(struct sigaction){.sa_handler = ignore, .sa_flags = SA_RESTART}, NULL) != 0) return 3;
    workers[0] = pthread_self();
    if (pthread_create(&workers[1], NULL, work, NULL) != 0) return 3;
    if (pthread_create(&disturber, NULL, disturb, NULL) != 0) return 3;
    work(NULL);
    if (pthread_join(disturber, NULL) != 0 || pthread_join(workers[1], NULL) != 0) return 3;
    dprintf(1, "critical %ld\n", aborts);
    return 0;
}
