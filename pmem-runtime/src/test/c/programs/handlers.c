/*
 * handlers STOP: until the file STOP exists, the program and its handler of power failures make the same calls, each of which must be made once
 * and keep what it has found: appends, names that must be new, actions of signals, timers, signals that are taken. The handler runs between a call that a cut has
 * interrupted and its repetition, and is cut itself. Prints "wrong N", and of the first wrong call which one; ends with 3 when no handler ran.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HANDLER_ROUNDS 300 /* long enough for cuts to meet it */
#define LINE_BYTES 8 /* "1234567\n" */

struct side {
    const char *log, *name;
    int descriptor, signal, taken;
    timer_t timer;
    long rounds;
};

static struct side below = {.log = "below", .name = "below-name", .signal = SIGUSR1, .taken = SIGALRM};
static struct side above = {.log = "above", .name = "above-name", .signal = SIGUSR2, .taken = SIGVTALRM};
static volatile long wrong;
static const char *volatile first_wrong = "";

static void expect(int holds, const char *what) {
    if (!holds && wrong++ == 0) first_wrong = what;
}

static void even(int signal) { (void)signal; }
static void odd(int signal) { (void)signal; }

static void append_line(struct side *side) {
    char line[32];
    snprintf(line, sizeof line, "%07ld\n", side->rounds);
    expect(write(side->descriptor, line, LINE_BYTES) == LINE_BYTES, "append");
}

static void make_name(struct side *side) {
    int made = open(side->name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    expect(made >= 0, "exclusive open");
    expect(close(made) == 0, "close");
    expect(unlink(side->name) == 0, "unlink");
}

static void change_action(struct side *side) {
    struct sigaction old, next = {.sa_handler = side->rounds % 2 == 0 ? even : odd};
    expect(sigaction(side->signal, &next, &old) == 0, "sigaction");
    expect(old.sa_handler == (side->rounds % 2 == 0 ? odd : even), "the action before");
}

static void set_timer(struct side *side) {
    struct itimerspec old, next = {.it_value.tv_sec = 100000, .it_interval.tv_sec = side->rounds + 1};
    expect(timer_settime(side->timer, 0, &next, &old) == 0, "timer_settime");
    expect(old.it_interval.tv_sec == side->rounds, "the interval before");
}

static void take_signal(struct side *side) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, side->taken);
    expect(kill(getpid(), side->taken) == 0, "kill");
    expect(sigtimedwait(&one, NULL, &(struct timespec){0}) == side->taken, "the signal taken");
    expect(sigtimedwait(&one, NULL, &(struct timespec){0}) == -1, "no second signal");
}

static void make_calls(struct side *side) {
    append_line(side);
    make_name(side);
    change_action(side);
    set_timer(side);
    take_signal(side);
    side->rounds++;
}

static void power_failed(int signal) {
    (void)signal;
    for (int n = 0; n < HANDLER_ROUNDS; n++) make_calls(&above);
}

static int prepare(struct side *side) {
    struct sigevent none = {.sigev_notify = SIGEV_NONE};
    side->descriptor = open(side->log, O_CREAT | O_APPEND | O_RDWR, 0600);
    return side->descriptor >= 0 && timer_create(CLOCK_MONOTONIC, &none, &side->timer) == 0 &&
           sigaction(side->signal, &(struct sigaction){.sa_handler = odd}, NULL) == 0;
}

static void check_log(const struct side *side) {
    char line[LINE_BYTES] = "", wanted[32];
    lseek(side->descriptor, 0, SEEK_SET);
    for (long n = 0; n < side->rounds; n++) {
        snprintf(wanted, sizeof wanted, "%07ld\n", n);
        expect(read(side->descriptor, line, LINE_BYTES) == LINE_BYTES && memcmp(line, wanted, LINE_BYTES) == 0, side->log);
    }
    expect(read(side->descriptor, line, LINE_BYTES) == 0, side->log);
}

int main(int count, char **words) {
    sigset_t power, taken;
    sigemptyset(&taken);
    sigaddset(&taken, below.taken);
    sigaddset(&taken, above.taken);
    if (sigprocmask(SIG_BLOCK, &taken, NULL) != 0) return 2;
    if (count != 2 || !prepare(&below) || !prepare(&above)) return 2;
    if (sigaction(SIGPWR, &(struct sigaction){.sa_handler = power_failed}, NULL) != 0) return 2;
    while (access(words[1], F_OK) != 0) make_calls(&below);
    sigemptyset(&power);
    sigaddset(&power, SIGPWR);
    sigprocmask(SIG_BLOCK, &power, NULL);
    check_log(&below);
    check_log(&above);
    printf("wrong %ld%s%s\n", wrong, wrong == 0 ? "" : ": ", first_wrong);
    return above.rounds > 0 ? 0 : 3;
}
