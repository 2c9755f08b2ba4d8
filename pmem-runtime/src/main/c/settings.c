#include "settings.h"

#include <linux/errno.h>
#include <linux/prctl.h>

#include "lock.h"
#include "syscalls.h"
#include "text.h"

static struct lock settings_lock;

static int is_same(const struct setting *entry, const struct setting *wanted, unsigned keys) {
    return entry->order != 0 && entry->owner == wanted->owner && entry->number == wanted->number &&
           memcmp(entry->arguments, wanted->arguments, keys * sizeof entry->arguments[0]) == 0;
}

static void count(uint32_t owner, int64_t change) {
    if (owner != PROCESS_SETTING) {
        thread_slot(owner - 1)->settings += (uint64_t)change;
    }
}

/* Wants settings_lock. */
static struct setting *free_entry(void) {
    for (uint32_t i = 0; i < SETTING_CAPACITY; i++) {
        if (i >= HEADER->settings_high) {
            SETTINGS[i].order = 0;
            HEADER->settings_high = i + 1;
        }
        if (SETTINGS[i].order == 0) {
            return &SETTINGS[i];
        }
    }
    return 0;
}

static void fill(struct setting *entry, const struct setting *wanted) {
    memcpy(&entry->owner, &wanted->owner, sizeof *entry - offsetof(struct setting, owner));
}

long setting_keep(struct thread *thread, long result, const struct setting *wanted, unsigned keys) {
    lock_acquire(&settings_lock);
    struct setting *entry = free_entry();
    if (entry == 0) {
        lock_release(&settings_lock);
        return -ENOSPC;
    }
    fill(entry, wanted);
    count(wanted->owner, 1);
    commit_store(thread, result, &entry->order, ++HEADER->setting_order);
    for (uint32_t i = 0; i < HEADER->settings_high; i++) {
        if (&SETTINGS[i] != entry && is_same(&SETTINGS[i], wanted, keys)) {
            SETTINGS[i].order = 0;
            count(wanted->owner, -1);
        }
    }
    lock_release(&settings_lock);
    return result;
}

uint32_t setting_owner(const struct thread *thread, uint64_t tid) {
    if (tid == 0 || tid == thread->tid) {
        return (uint32_t)slot_number(thread) + 1;
    }
    for (uint32_t number = 0; number < HEADER->threads_high; number++) {
        if (thread_slot(number)->state == THREAD_LIVE && thread_slot(number)->tid == tid) {
            return number + 1;
        }
    }
    return NOT_KEPT;
}

static int is_inherited(const struct setting *entry) {
    return entry->number != __NR_prctl || entry->arguments[0] != PR_SET_PDEATHSIG;
}

int settings_inherit(const struct thread *parent, struct thread *child) {
    int complete = 1;
    if (parent->settings == 0) {
        return complete;
    }
    uint32_t from = (uint32_t)slot_number(parent) + 1;
    lock_acquire(&settings_lock);
    for (uint32_t i = 0, high = HEADER->settings_high; i < high; i++) {
        if (SETTINGS[i].order == 0 || SETTINGS[i].owner != from || !is_inherited(&SETTINGS[i])) {
            continue;
        }
        struct setting *entry = free_entry();
        complete &= entry != 0;
        if (entry != 0) {
            fill(entry, &SETTINGS[i]);
            entry->owner = (uint32_t)slot_number(child) + 1;
            BARRIER();
            entry->order = SETTINGS[i].order;
            child->settings++;
        }
    }
    lock_release(&settings_lock);
    return complete;
}

void settings_forget(struct thread *thread) {
    uint32_t owner = (uint32_t)slot_number(thread) + 1;
    if (thread->settings == 0) {
        return;
    }
    lock_acquire(&settings_lock);
    for (uint32_t i = 0; i < HEADER->settings_high; i++) {
        if (SETTINGS[i].owner == owner) {
            SETTINGS[i].order = 0;
        }
    }
    thread->settings = 0;
    lock_release(&settings_lock);
}

void settings_collect(void) {
    for (uint32_t number = 0; number < HEADER->threads_high; number++) {
        thread_slot(number)->settings = 0;
    }
    for (uint32_t i = 0; i < HEADER->settings_high; i++) {
        struct setting *entry = &SETTINGS[i];
        if (entry->owner > THREAD_CAPACITY || entry->pointer > 5 || entry->length > SETTING_BYTES) {
            fail(START_FAILED, "the image is damaged", "a setting is not valid", 0);
        }
        if (entry->order != 0 && entry->owner != PROCESS_SETTING) {
            uint64_t state = thread_slot(entry->owner - 1)->state;
            entry->order = state == THREAD_LIVE || state == THREAD_PREPARED ? entry->order : 0;
            count(entry->owner, entry->order != 0);
        }
    }
}

static void make_again(const struct setting *entry) {
    uint64_t arguments[5];
    memcpy(arguments, entry->arguments, sizeof arguments);
    if (entry->pointer != 0) {
        arguments[entry->pointer - 1] = (uint64_t)entry->bytes;
    }
    if (entry->number == __NR_capset) {
        arguments[0] = (uint64_t)entry->bytes;
        arguments[1] = (uint64_t)(entry->bytes + 8);
    }
    long answer = call5(entry->number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
    if (answer < 0) {
        fail(START_FAILED, "cannot set again what the program had set; was it started with more rights?", "see suzaku wpp inspect",
             answer);
    }
}

/* User ids go after everything that may need the rights of the old ones; capabilities after them, kept over the change. */
static unsigned rank_of(const struct setting *entry) {
    switch (entry->number) {
    case __NR_setgroups:
        return 1;
    case __NR_setresgid:
        return 2;
    case __NR_setresuid:
        return 3;
    case __NR_capset:
        return 4;
    default:
        return entry->number == __NR_prctl && (entry->arguments[0] == PR_SET_KEEPCAPS || entry->arguments[0] == PR_SET_DUMPABLE) ? 5 : 0;
    }
}

static int has_capabilities(uint32_t owner) {
    for (uint32_t i = 0; i < HEADER->settings_high; i++) {
        if (SETTINGS[i].order != 0 && SETTINGS[i].owner == owner && SETTINGS[i].number == __NR_capset) {
            return 1;
        }
    }
    return 0;
}

void settings_make_again(uint32_t owner) {
    int keep = has_capabilities(owner);
    for (unsigned rank = 0; rank <= 5; rank++) {
        uint64_t done = 0;
        if (keep && (rank == 3 || rank == 5)) { /* capset takes the rights that setresuid would drop */
            call5(__NR_prctl, PR_SET_KEEPCAPS, rank == 3, 0, 0, 0);
        }
        for (;;) { /* in the order in which they were made */
            const struct setting *next = 0;
            for (uint32_t i = 0; i < HEADER->settings_high; i++) {
                const struct setting *entry = &SETTINGS[i];
                if (entry->order > done && entry->owner == owner && rank_of(entry) == rank &&
                    (next == 0 || entry->order < next->order)) {
                    next = entry;
                }
            }
            if (next == 0) {
                break;
            }
            make_again(next);
            done = next->order;
        }
    }
}
