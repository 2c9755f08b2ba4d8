/* Signals: the kernel calls suzaku_signal for everything that the application handles. */
#ifndef SUZAKU_SIGNALS_H
#define SUZAKU_SIGNALS_H

#include "image.h"

#define SIGNAL_SYS_BIT (1ull << 30) /* SIGSYS = 31 */

static inline int is_handled(const struct signal_action *action) { return action->handler > 1; }

/* Installs the SIGSYS handler of the runtime. */
void install_dispatch(void);
/* Gives the kernel the application's action for `signal` as it stands in the table. 0 or -errno. */
long install_action(uint64_t signal);
/* The application's mask of the calling thread, which is inside a call. */
uint64_t application_mask(const struct thread *thread);
/* Whether the resume frame of a thread lies behind the delivery of its deferred signal: a cut came before this was noted. */
int is_delivered(const struct thread *thread);
/* Takes the handler away that was to run once and has begun (SA_RESETHAND), from the table only. Answers its signal, or 0. */
uint64_t forget_handler(struct thread *thread);
/* Measures the xsave area of a signal frame (bytes without magic2, features) into the header's fields. */
void measure_xstate(uint64_t *bytes, uint64_t *features);

#endif
