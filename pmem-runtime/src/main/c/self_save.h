/*
 * A cut of fidelity L0: the process saves itself. The controller sets header.power to POWER_GOES and sends SIGSYS to the threads; each of
 * them stands in suzaku_standing (signals.S), saves into its slot what the signal has interrupted, and waits. At POWER_GONE the threads
 * take the signals that wait in the kernel, and the process ends with POWER_EXIT_CODE. At POWER_ON, when the controller has given up or has
 * died, they go on as if nothing had been. Another cut may come meanwhile: thread.standing says where the thread was interrupted.
 */
#ifndef SUZAKU_SELF_SAVE_H
#define SUZAKU_SELF_SAVE_H

#include <asm/sigcontext.h>
#include <asm/signal.h>
#include <asm/ucontext.h>

/* Called by suzaku_standing with the context that the kernel saved. Returns only when the power stays on. */
void save_itself(const struct ucontext *context);

#endif
