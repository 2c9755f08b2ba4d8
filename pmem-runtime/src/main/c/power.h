/* Power failures as the program sees them; include/suzaku_power.h is what it is told. */
#ifndef SUZAKU_POWER_FAILURE_H
#define SUZAKU_POWER_FAILURE_H

#include "include/suzaku_power.h"
#include "layout.h"

#define POWER_SIGNAL 30 /* SIGPWR */

/* Notes how long the power was off, and sends SIGPWR to the program if it has a handler. All threads block all signals. */
void tell_power_failure(void);

/* Whether this signal, which waited at a cut, is one of those above: the next one says more. */
int tells_power_failure(const struct pending_signal *pending);

/* The answer to prctl(SUZAKU_POWER, to, bytes): 0 or -errno. */
long answer_power(struct suzaku_power *to, uint64_t bytes);

#endif
