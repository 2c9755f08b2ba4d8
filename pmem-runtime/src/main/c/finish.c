#include "finish.h"

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

#include "calls.h"
#include "labels.h"
#include "paths.h"
#include "text.h"

/* The handlers may commit only what a second finishing, after a cut during this one, would commit again. */
static call_handler *finishing_handler(uint64_t number) {
    switch (number) {
    case __NR_write:
        return call_write;
    case __NR_writev:
        return call_writev;
    case __NR_pwrite64:
        return call_pwrite64;
    case __NR_pwritev:
        return call_pwritev;
    case __NR_truncate:
        return call_truncate;
    case __NR_ftruncate:
        return call_ftruncate;
    case __NR_epoll_ctl:
        return call_epoll_ctl;
    case __NR_mkdir:
        return call_mkdir;
    case __NR_mkdirat:
        return call_mkdirat;
    case __NR_mknod:
        return call_mknod;
    case __NR_mknodat:
        return call_mknodat;
    case __NR_link:
        return call_link;
    case __NR_linkat:
        return call_linkat;
    case __NR_symlink:
        return call_symlink;
    case __NR_symlinkat:
        return call_symlinkat;
    case __NR_unlink:
    case __NR_rmdir:
        return call_unlink;
    case __NR_unlinkat:
        return call_unlinkat;
    case __NR_rename:
        return call_rename;
    case __NR_renameat:
        return call_renameat;
    case __NR_renameat2:
        return call_renameat2;
    default:
        return 0;
    }
}

/* At the application's instruction, or in the runtime because a signal waits for the call's end. */
static int starts_call(const struct sigcontext *registers, uint64_t restart) {
    return registers->rip == restart || (registers->rip == address_of(suzaku_entry_recorded) && registers->r11 == restart);
}

int repeats_its_call(struct thread *thread) {
    const struct sigcontext *registers = &((const struct ucontext *)thread->resume_frame)->uc_mcontext;
    return thread->phase == PHASE_RESTORING && thread->state == THREAD_LIVE && kept_decision(thread) != 0 &&
           starts_call(registers, thread->record.restart) && registers->rsp == thread->record.rsp &&
           registers->rax == thread->record.rax;
}

_Noreturn void finish_end(void) {
    remove_all_kept();
    BARRIER();
    HEADER->state = IMAGE_ENDED;
    for (;;) {
        call1(__NR_exit_group, HEADER->exit_code);
    }
}

static int was_ending(const struct thread *thread) {
    for (const struct decision *kept = thread->decisions; kept < thread->decisions + DECISION_CAPACITY; kept++) {
        if ((kept->call == __NR_exit_group + 1 || kept->call == __NR_exit + 1) && kept->first == ENDS) {
            return 1;
        }
    }
    return 0;
}

void finish_if_ending(void) {
    for (uint64_t number = 0; number < HEADER->threads_high; number++) {
        const struct thread *thread = thread_slot(number);
        if (thread->phase == PHASE_RESTORING && thread->state == THREAD_LIVE && was_ending(thread)) {
            finish_end();
        }
    }
}

void finish_calls(void) {
    for (uint64_t number = 0; number < HEADER->threads_high; number++) {
        struct thread *thread = thread_slot(number);
        if (!repeats_its_call(thread) || is_finished(thread)) {
            continue;
        }
        call_handler *handler = finishing_handler(thread->record.rax);
        if (handler == 0) {
            continue;
        }
        long answer = handler(thread);
        thread->record.state = RECORD_NONE;
        thread->record.decision.call = 0;
        BARRIER();
        kept_decision(thread)->second = (uint64_t)answer << 1 | FINISHED;
        BARRIER();
    }
}
