/* Calls that set something in the kernel and that a recovery makes again; see settings.h. */
#include <asm/resource.h>
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/membarrier.h>
#include <linux/personality.h>
#include <linux/prctl.h>
#include <linux/resource.h>

#include "calls.h"
#include "program_memory.h"
#include "settings.h"
#include "standstill.h"
#include "syscalls.h"
#include "text.h"
#include "user_dispatch.h"

#define PRIO_PROCESS 0
#define GROUPS_MAX (SETTING_BYTES / 4)

static struct setting described(const struct thread *thread, uint32_t owner) {
    const struct call_record *record = &thread->record;
    return (struct setting){
        .owner = owner,
        .number = (uint32_t)record->rax,
        .arguments = {record->rdi, record->rsi, record->rdx, record->r10, record->r8},
    };
}

static long attach(struct setting *setting, uint32_t pointer, uint64_t length) {
    if (length > SETTING_BYTES) {
        return -EINVAL;
    }
    setting->pointer = pointer;
    setting->length = (uint32_t)length;
    memcpy(setting->bytes, (const void *)setting->arguments[pointer - 1], length);
    return 0;
}

/* The call as it is, then kept for the thread that its first argument names. */
static long keep_for_thread(struct thread *thread, unsigned keys, uint32_t pointer, uint64_t length) {
    uint32_t owner = setting_owner(thread, (uint32_t)ARGUMENT1(thread));
    if (length > SETTING_BYTES) {
        return -EINVAL;
    }
    long answer = pass_through(thread);
    if (answer < 0 || owner == NOT_KEPT) {
        return answer;
    }
    struct setting setting = described(thread, owner);
    if (pointer != 0) {
        attach(&setting, pointer, length);
    }
    setting.arguments[0] = 0;
    return setting_keep(thread, answer, &setting, keys);
}

long call_sched_setaffinity(struct thread *thread) { return keep_for_thread(thread, 1, 3, ARGUMENT2(thread)); }
long call_sched_setscheduler(struct thread *thread) { return keep_for_thread(thread, 1, 3, 4); }
long call_sched_setparam(struct thread *thread) { return keep_for_thread(thread, 1, 2, 4); }

long call_sched_setattr(struct thread *thread) {
    uint32_t bytes = !is_readable(ARGUMENT2(thread), sizeof(uint32_t)) ? 0 : *(const uint32_t *)ARGUMENT2(thread);
    return keep_for_thread(thread, 1, 2, bytes);
}

/* setpriority and ioprio_set: which, who, value; kept where `who` is one thread. */
static long keep_priority(struct thread *thread, uint64_t which_thread) {
    long answer = pass_through(thread);
    uint32_t owner = ARGUMENT1(thread) == which_thread ? setting_owner(thread, (uint32_t)ARGUMENT2(thread)) : NOT_KEPT;
    if (answer < 0 || owner == NOT_KEPT) {
        return answer;
    }
    struct setting setting = described(thread, owner);
    setting.arguments[1] = 0;
    return setting_keep(thread, answer, &setting, 1);
}

long call_setpriority(struct thread *thread) { return keep_priority(thread, PRIO_PROCESS); }
long call_ioprio_set(struct thread *thread) { return keep_priority(thread, 1); }

long call_personality(struct thread *thread) {
    uint32_t wanted = (uint32_t)ARGUMENT1(thread);
    if (wanted != 0xffffffffu && (wanted & READ_IMPLIES_EXEC) != 0) { /* from now on data is code, too */
        lock_acquire(&creation_lock);
        user_dispatch_need(thread);
        lock_release(&creation_lock);
    }
    long answer = pass_through(thread);
    if (answer < 0 || (uint32_t)ARGUMENT1(thread) == 0xffffffffu) {
        return answer;
    }
    struct setting setting = described(thread, setting_owner(thread, 0));
    return setting_keep(thread, answer, &setting, 0);
}

/* A session or group of its own; other groups are other processes', which do not outlive a cut. */
long call_setsid(struct thread *thread) {
    long answer = pass_through(thread);
    if (answer < 0) {
        return answer;
    }
    struct setting setting = described(thread, PROCESS_SETTING);
    return setting_keep(thread, answer, &setting, 0);
}

long call_setpgid(struct thread *thread) {
    long answer = pass_through(thread);
    uint64_t process = (uint32_t)ARGUMENT1(thread) == 0 ? HEADER->main_tid : (uint32_t)ARGUMENT1(thread);
    uint64_t group = (uint32_t)ARGUMENT2(thread) == 0 ? process : (uint32_t)ARGUMENT2(thread);
    if (answer < 0 || process != HEADER->main_tid || group != process) {
        return answer;
    }
    struct setting setting = described(thread, PROCESS_SETTING);
    setting.arguments[0] = setting.arguments[1] = 0;
    return setting_keep(thread, answer, &setting, 0);
}

/* User and group ids: what is kept is what the kernel says afterwards, whatever call changed it. */
static long keep_ids(struct thread *thread, uint32_t number, uint32_t number_of_get) {
    uint32_t ids[3] = {0};
    long answer = pass_through(thread);
    if (answer < 0) {
        return answer;
    }
    call3(number_of_get, &ids[0], &ids[1], &ids[2]);
    struct setting setting = {.owner = setting_owner(thread, 0), .number = number, .arguments = {ids[0], ids[1], ids[2]}};
    return setting_keep(thread, answer, &setting, 0);
}

long call_set_user(struct thread *thread) { return keep_ids(thread, __NR_setresuid, __NR_getresuid); }
long call_set_group(struct thread *thread) { return keep_ids(thread, __NR_setresgid, __NR_getresgid); }

long call_setgroups(struct thread *thread) {
    if ((uint32_t)ARGUMENT1(thread) > GROUPS_MAX) {
        return -EINVAL;
    }
    long answer = pass_through(thread);
    if (answer < 0) {
        return answer;
    }
    struct setting setting = described(thread, setting_owner(thread, 0));
    attach(&setting, 2, (uint32_t)ARGUMENT1(thread) * 4ull);
    return setting_keep(thread, answer, &setting, 0);
}

long call_capset(struct thread *thread) {
    long answer = pass_through(thread);
    if (answer < 0) {
        return answer;
    }
    struct setting setting = described(thread, setting_owner(thread, 0));
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    memcpy(setting.bytes, &header, sizeof header);
    call2(__NR_capget, setting.bytes, setting.bytes + sizeof header);
    setting.length = sizeof header + 2 * sizeof(struct __user_cap_data_struct);
    return setting_keep(thread, answer, &setting, 0);
}

static long set_limit(struct thread *thread, uint64_t resource, const struct rlimit64 *wanted, struct rlimit64 *old) {
    struct rlimit64 before;
    long answer = call4(__NR_prlimit64, 0, resource, wanted, &before);
    if (answer < 0) {
        return answer;
    }
    const struct decision *kept = kept_decision(thread);
    if (kept != 0) {
        before = (struct rlimit64){kept->first, kept->second};
    }
    if (old != 0) {
        *old = before;
    }
    if (wanted == 0) {
        return 0;
    }
    remember(thread, before.rlim_cur, before.rlim_max);
    struct setting setting = {.owner = PROCESS_SETTING, .number = __NR_prlimit64, .arguments = {0, resource, (uint64_t)wanted}};
    attach(&setting, 3, sizeof *wanted);
    return setting_keep(thread, 0, &setting, 2);
}

long call_setrlimit(struct thread *thread) {
    if (!is_readable(ARGUMENT2(thread), sizeof(struct rlimit64))) {
        return -EFAULT;
    }
    return set_limit(thread, (uint32_t)ARGUMENT1(thread), (const struct rlimit64 *)ARGUMENT2(thread), 0);
}

long call_prlimit64(struct thread *thread) {
    if ((uint32_t)ARGUMENT1(thread) != 0 && (uint32_t)ARGUMENT1(thread) != HEADER->main_tid) {
        return pass_through(thread);
    }
    int is_given = ARGUMENT3(thread) == 0 || is_readable(ARGUMENT3(thread), sizeof(struct rlimit64));
    if (!is_given || (ARGUMENT4(thread) != 0 && !is_writable(ARGUMENT4(thread), sizeof(struct rlimit64)))) {
        return -EFAULT;
    }
    return set_limit(thread, (uint32_t)ARGUMENT2(thread), (const struct rlimit64 *)ARGUMENT3(thread),
                     (struct rlimit64 *)ARGUMENT4(thread));
}

long call_membarrier(struct thread *thread) {
    const uint64_t registers = MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED | MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED |
                               MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE |
                               MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_RSEQ;
    long answer = pass_through(thread);
    if (answer < 0 || (ARGUMENT1(thread) & registers) == 0) {
        return answer;
    }
    struct setting setting = described(thread, PROCESS_SETTING);
    return setting_keep(thread, answer, &setting, 1);
}
