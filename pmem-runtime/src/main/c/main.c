/*
 * suzaku-runtime start DIR PROGRAM ARG...    a clean start in the empty image DIR
 * suzaku-runtime resume DIR                  a restart after failure
 *
 * Only this differs between the two; afterwards the program runs on its own and enters the runtime by its system calls.
 */
#include <linux/auxvec.h>
#include <linux/mman.h>
#include <linux/personality.h>
#include <linux/utsname.h>

#include "cpu_features.h"
#include "files.h"
#include "image.h"
#include "inherited.h"
#include "labels.h"
#include "loader.h"
#include "memory.h"
#include "resume.h"
#include "returns.h"
#include "signals.h"
#include "syscalls.h"
#include "text.h"
#include "threads.h"
#include "user_dispatch.h"
#include "vdso.h"

static void check_tables(struct vdso_place place, int first_time) {
    uint64_t xstate_bytes, xstate_features;
    struct new_utsname name;
    call1(__NR_uname, &name);
    measure_xstate(&xstate_bytes, &xstate_features);
    if (first_time) {
        HEADER->vdso_bytes = place.vdso_bytes;
        HEADER->vvar_bytes = place.vvar_bytes;
        HEADER->xstate_bytes = xstate_bytes;
        HEADER->xstate_features = xstate_features;
        read_cpu_features(HEADER->cpu_features);
        HEADER->persistent_memory = (uint64_t)is_persistent_memory();
        text_copy(HEADER->kernel_release, sizeof HEADER->kernel_release, name.release);
    } else if (HEADER->vdso_bytes != place.vdso_bytes || HEADER->vvar_bytes != place.vvar_bytes ||
               !text_equal(HEADER->kernel_release, name.release)) {
        fail(START_FAILED, "the image belongs to another kernel", HEADER->kernel_release, 0);
    } else if (HEADER->xstate_bytes != xstate_bytes || HEADER->xstate_features != xstate_features) {
        fail(START_FAILED, "the image belongs to another processor", "extended state differs", 0);
    }
}

static void keep_labels(void) {
    HEADER->labels = (struct runtime_labels){
        .text_start = address_of(suzaku_text_start),
        .text_end = address_of(suzaku_text_end),
        .entry = address_of(suzaku_entry),
        .entry_linked = address_of(suzaku_entry_linked),
        .exit_jump = address_of(suzaku_exit_jump),
        .dispatch_start = address_of(suzaku_dispatch),
        .dispatch_end = address_of(suzaku_dispatch_end),
        .sigreturn_start = address_of(suzaku_sigreturn_start),
        .sigreturn_end = address_of(suzaku_sigreturn_end),
        .resume_start = (uint64_t)suzaku_resume,
        .resume_end = address_of(suzaku_resume_end),
        .deliver_start = address_of(suzaku_deliver_start),
        .deliver_end = address_of(suzaku_deliver_end),
        .arrival_start = address_of(suzaku_sigsys),
        .standing_start = address_of(suzaku_standing),
        .standing_end = address_of(suzaku_standing_end),
        .direct = address_of(suzaku_direct),
        .direct_end = address_of(suzaku_direct_end),
        .interrupted = address_of(suzaku_interrupted),
        .entry_recorded = address_of(suzaku_entry_recorded),
        .exit_all = (uint64_t)suzaku_exit_all,
    };
}

static void keep_place(const char *program) {
    if (text_copy(HEADER->program_path, PATH_BYTES, program) != 0) {
        fail(START_FAILED, "the program's path is too long", program, 0);
    }
    if (call2(__NR_getcwd, HEADER->working_directory[0], PATH_BYTES) < 0) {
        fail(START_FAILED, "cannot read the working directory", program, 0);
    }
    HEADER->umask = (uint64_t)call1(__NR_umask, 022);
    call1(__NR_umask, HEADER->umask);
}

/* The first thread begins like every other: from a committed record in its slot, through suzaku_exit_all. */
static _Noreturn void begin_program(const struct loaded_program *program, uint64_t stack) {
    struct thread *thread = thread_slot(0);
    thread->self = (uint64_t)thread;
    thread->tid = (uint64_t)call0(__NR_gettid);
    thread->acknowledged = 1;
    thread->kernel_alive = 1;
    thread->record.rsp = stack;
    thread->record.done = program->entry;
    thread->record.restart = program->entry;
    thread->record.state = RECORD_COMMITTED;
    call4(__NR_rt_sigprocmask, 0, 0, &thread->signal_mask, 8);
    HEADER->threads_high = 1;
    HEADER->main_tid = (uint32_t)thread->tid;
    live_threads = 1;
    thread_adopt(thread);
    thread->state = THREAD_LIVE;
    BARRIER();
    HEADER->state = IMAGE_RUNNING;
    BARRIER();
    suzaku_exit_all();
}

static _Noreturn void start(char **arguments, uint64_t count, char **environment, const uint64_t *auxv,
                            struct vdso_place place) {
    if (HEADER->state != IMAGE_EMPTY) {
        fail(START_FAILED, "the image is not empty", "use resume, or another directory", 0);
    }
    keep_labels();
    keep_place(arguments[0]);
    check_tables(place, 1);
    install_dispatch();
    if ((call1(__NR_personality, 0xffffffff) & READ_IMPLIES_EXEC) != 0) {
        user_dispatch_need(0);
    }
    struct loaded_program program = load_program(arguments[0]);
    HEADER->program_entry = program.program_entry;
    HEADER->brk_start = HEADER->brk_end = program.end;
    struct mapping stack = {
        .start = STACK_TOP - STACK_BYTES, .end = STACK_TOP, .prot = program.stack_protection, .kind = MAPPING_POOL};
    if ((stack.prot & PROT_EXEC) != 0) {
        user_dispatch_need(0);
    }
    long mapped = map_range(0, &stack, -1, 0);
    if (mapped < 0) {
        fail(START_FAILED, "the pool is too small for the program's stack", arguments[0], mapped);
    }
    uint64_t top = build_stack(&program, arguments[0], count, arguments, environment, auxv,
                               place.vdso_bytes == 0 ? 0 : VDSO_BASE);
    adopt_standard_streams();
    descriptors_in_place = 1;
    begin_program(&program, top);
}

/* Called by suzaku_start with the kernel's stack: argc, argv, envp, auxv. */
_Noreturn void runtime_main(uint64_t *stack);
_Noreturn void runtime_main(uint64_t *stack) {
    uint64_t count = stack[0];
    char **arguments = (char **)(stack + 1);
    char **environment = arguments + count + 1;
    char **end = environment;
    while (*end != 0) {
        end++;
    }
    const uint64_t *auxv = (const uint64_t *)(end + 1);
    if (count < 3) {
        fail(START_FAILED, "usage", "suzaku-runtime start DIR PROGRAM ARG... | resume DIR", 0);
    }
    try_returns();
    open_image(arguments[2]);
    struct vdso_place place = vdso_move();
    if (count >= 4 && text_equal(arguments[1], "start")) {
        start(arguments + 3, count - 3, environment, auxv, place);
    }
    if (count == 3 && text_equal(arguments[1], "resume")) {
        check_tables(place, 0);
        resume();
    }
    fail(START_FAILED, "unknown command", arguments[1], 0);
}
