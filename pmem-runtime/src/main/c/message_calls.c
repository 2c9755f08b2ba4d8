/* Messages that may hand a pipe to somebody else. */
#include <asm/socket.h>

#include "calls.h"
#include "files.h"
#include "program_memory.h"

#define SCM_RIGHTS 1
#define CONTROL_BYTES_MAX (1u << 20) /* no system lets a socket send more, see net.core.optmem_max */
#define MESSAGES_MAX 1024u           /* the kernel looks at no more */

/* The kernel's struct user_msghdr and, with how much was sent, struct mmsghdr. */
struct message {
    void *name;
    uint32_t name_length;
    void *pieces;
    uint64_t piece_count;
    void *control;
    uint64_t control_length;
    uint32_t flags;
};
struct message_of_many {
    struct message message;
    uint32_t sent;
};

struct control_header {
    uint64_t length; /* with this header */
    int level, type;
};

/* What the kernel refuses to read it does not send. */
static int has_descriptors(const struct message *message) {
    uint64_t at = (uint64_t)message->control;
    uint64_t end = at + message->control_length;
    if (message->control_length > CONTROL_BYTES_MAX || !is_readable(at, message->control_length)) {
        return 0;
    }
    while (at + sizeof(struct control_header) <= end) {
        const struct control_header *header = (const struct control_header *)at;
        if (header->level == SOL_SOCKET && header->type == SCM_RIGHTS) {
            return 1;
        }
        if (header->length < sizeof *header || header->length > end - at) {
            return 0;
        }
        at += (header->length + 7) & ~7ull;
    }
    return 0;
}

/* An end of a pipe may be handed to somebody else through a unix socket, and a stream that the program started with may be one. */
static int carries_descriptors(uint64_t fd) { return fd >= FD_CAPACITY || (FDS[fd].word & WORD_ONLY_PASSES) == 0; }

long call_sendmsg(struct thread *thread) {
    const struct message *message = (const struct message *)ARGUMENT2(thread);
    if (carries_descriptors((uint32_t)ARGUMENT1(thread)) && is_readable(ARGUMENT2(thread), sizeof *message) && has_descriptors(message)) {
        share_pipes();
    }
    return pass_through(thread);
}

static int have_descriptors(const struct message_of_many *messages, uint32_t count) {
    for (uint32_t i = 0; i < count && i < MESSAGES_MAX; i++) {
        if (!is_readable((uint64_t)&messages[i], sizeof messages[i])) {
            return 0;
        }
        if (has_descriptors(&messages[i].message)) {
            return 1;
        }
    }
    return 0;
}

long call_sendmmsg(struct thread *thread) {
    const struct message_of_many *messages = (const struct message_of_many *)ARGUMENT2(thread);
    if (carries_descriptors((uint32_t)ARGUMENT1(thread)) && have_descriptors(messages, (uint32_t)ARGUMENT3(thread))) {
        share_pipes();
    }
    return pass_through(thread);
}
