/* prctl: every option is passed, kept for a recovery, or refused with EINVAL as an option that the kernel does not know. */
#include <linux/errno.h>
#include <linux/prctl.h>

#include "calls.h"
#include "power.h"
#include "settings.h"
#include "syscalls.h"
#include "text.h"

#define NAME_BYTES 16

enum treatment { REFUSED_OPTION = 0, ASKS, OF_THREAD, OF_PROCESS };

struct option {
    uint32_t option;
    enum treatment treatment;
    unsigned keys; /* how many arguments, the option included, tell one setting from another */
};

static const struct option options[] = {
    {PR_GET_PDEATHSIG, ASKS, 0}, {PR_GET_DUMPABLE, ASKS, 0}, {PR_GET_UNALIGN, ASKS, 0}, {PR_GET_KEEPCAPS, ASKS, 0},
    {PR_GET_NAME, ASKS, 0}, {PR_GET_SECCOMP, ASKS, 0}, {PR_CAPBSET_READ, ASKS, 0}, {PR_GET_TSC, ASKS, 0},
    {PR_GET_SECUREBITS, ASKS, 0}, {PR_GET_TIMERSLACK, ASKS, 0}, {PR_MCE_KILL_GET, ASKS, 0}, {PR_GET_CHILD_SUBREAPER, ASKS, 0},
    {PR_GET_NO_NEW_PRIVS, ASKS, 0}, {PR_GET_TID_ADDRESS, ASKS, 0}, {PR_GET_THP_DISABLE, ASKS, 0},
    {PR_GET_SPECULATION_CTRL, ASKS, 0}, {PR_GET_IO_FLUSHER, ASKS, 0}, {PR_GET_TIMING, ASKS, 0},
    {PR_SET_VMA, ASKS, 0}, /* names of mappings, for people who look */
    {PR_SET_NAME, OF_THREAD, 1}, {PR_SET_PDEATHSIG, OF_THREAD, 1}, {PR_SET_KEEPCAPS, OF_THREAD, 1}, {PR_SET_TSC, OF_THREAD, 1},
    {PR_SET_SECUREBITS, OF_THREAD, 1}, {PR_SET_TIMERSLACK, OF_THREAD, 1}, {PR_SET_NO_NEW_PRIVS, OF_THREAD, 1},
    {PR_SET_UNALIGN, OF_THREAD, 1}, {PR_MCE_KILL, OF_THREAD, 1}, {PR_SET_IO_FLUSHER, OF_THREAD, 1},
    {PR_SET_SPECULATION_CTRL, OF_THREAD, 2}, {PR_CAPBSET_DROP, OF_THREAD, 2}, {PR_CAP_AMBIENT, OF_THREAD, 3},
    {PR_SET_DUMPABLE, OF_PROCESS, 1}, {PR_SET_THP_DISABLE, OF_PROCESS, 1}, {PR_SET_CHILD_SUBREAPER, OF_PROCESS, 1},
    {PR_SET_PTRACER, OF_PROCESS, 1},
};

static const struct option *option_of(uint64_t number) {
    for (unsigned i = 0; i < sizeof options / sizeof options[0]; i++) {
        if (options[i].option == (uint32_t)number) {
            return &options[i];
        }
    }
    return 0;
}

static int only_asks(const struct thread *thread, const struct option *option) {
    return option->treatment == ASKS || (option->option == PR_CAP_AMBIENT && ARGUMENT2(thread) == PR_CAP_AMBIENT_IS_SET);
}

long call_prctl(struct thread *thread) {
    if ((uint32_t)ARGUMENT1(thread) == SUZAKU_POWER) {
        return answer_power((struct suzaku_power *)ARGUMENT2(thread), ARGUMENT3(thread));
    }
    const struct option *option = option_of(ARGUMENT1(thread));
    if (option == 0) {
        return -EINVAL;
    }
    long answer = pass_through(thread);
    if (answer < 0 || only_asks(thread, option)) {
        return answer;
    }
    const struct call_record *record = &thread->record;
    struct setting setting = {
        .owner = option->treatment == OF_PROCESS ? PROCESS_SETTING : setting_owner(thread, 0),
        .number = __NR_prctl,
        .arguments = {option->option, record->rsi, record->rdx, record->r10, record->r8},
    };
    if (option->option == PR_SET_NAME) {
        setting.pointer = 2;
        setting.length = NAME_BYTES;
        call2(__NR_prctl, PR_GET_NAME, setting.bytes);
    }
    return setting_keep(thread, answer, &setting, option->keys);
}
