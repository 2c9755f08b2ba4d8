#include "user_dispatch.h"

#include <linux/prctl.h>

#include "labels.h"
#include "standstill.h"
#include "syscalls.h"
#include "text.h"

void user_dispatch_follow(struct thread *thread) {
    if (HEADER->user_dispatch == 0 || thread->user_dispatch != 0) {
        return;
    }
    long answer = call5(__NR_prctl, PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, address_of(suzaku_text_start),
                        suzaku_text_end - suzaku_text_start, 0);
    if (answer < 0) {
        fail(255, "cannot set a thread up", "Syscall User Dispatch", answer);
    }
    thread->user_dispatch = 1;
}

void user_dispatch_need(struct thread *thread) {
    if (HEADER->user_dispatch != 0) {
        return;
    }
    HEADER->user_dispatch = 1; /* before the text can be seen: a recovery arms what it finds */
    BARRIER();
    if (thread == 0) {
        return;
    }
    user_dispatch_follow(thread);
    standstill_begin(thread);
    standstill_end();
}
