/*
 * counter-raw FILE COUNT [WORK]: as counter, without a C library and without thread-local storage: system calls are written out where they
 * are made, in several forms. A second thread, made by clone, gets every number through a pipe and adds them up too; both totals must be
 * right. FILE is opened with O_APPEND.
 */
#define CALL_OPEN 2
#define CALL_PIPE 22
#define CALL_MMAP 9
#define CALL_CLONE 56
#define CALL_EXIT 60
#define CALL_FUTEX 202
#define CALL_EXIT_GROUP 231

#define WRITE_NEW_APPEND (1 | 0100 | 0200 | 02000) /* O_WRONLY, O_CREAT, O_EXCL, O_APPEND */
#define THREAD_FLAGS 0x50f00 /* CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM */
#define STACK_BYTES 65536

static int numbers[2];
static volatile unsigned long last;
static volatile unsigned long second_total;
static volatile unsigned int second_done;

static long call6(long number, long a, long b, long c, long d, long e, long f) {
    long answer;
    register long fourth __asm__("r10") = d;
    register long fifth __asm__("r8") = e;
    register long sixth __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(answer)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth), "r"(fifth), "r"(sixth)
                     : "rcx", "r11", "memory");
    return answer;
}

static long call3(long number, long a, long b, long c) {
    long answer;
    __asm__ volatile("syscall" : "=a"(answer) : "a"(number), "D"(a), "S"(b), "d"(c) : "rcx", "r11", "memory");
    return answer;
}

/* The number of the call in the instruction before it. */
static long write_all(int file, const void *bytes, unsigned long length) {
    long answer;
    __asm__ volatile("movl $1, %%eax\n\tsyscall" : "=a"(answer) : "D"((long)file), "S"(bytes), "d"(length) : "rcx", "r11", "memory");
    return answer == (long)length ? 0 : -1;
}

/* The number by way of another register, and the next instruction uses the answer. */
static long read_some(int file, void *bytes, unsigned long length) {
    long answer;
    __asm__ volatile("xorl %%eax, %%eax\n\tsyscall\n\ttestq %%rax, %%rax\n\tjns 1f\n\tmovq $-1, %%rax\n1:"
                     : "=&a"(answer)
                     : "D"((long)file), "S"(bytes), "d"(length)
                     : "rcx", "r11", "memory");
    return answer;
}

static _Noreturn void end(long number, int code) {
    for (;;) call3(number, code, 0, 0);
}

static void add_up(void) {
    unsigned long number = 0, total = 0, wanted = last;
    while (number != wanted) {
        if (read_some(numbers[0], &number, sizeof number) != sizeof number) end(CALL_EXIT_GROUP, 4);
        total += number;
    }
    second_total = total;
    __atomic_store_n(&second_done, 1, __ATOMIC_RELEASE);
    call6(CALL_FUTEX, (long)&second_done, 1 /* FUTEX_WAKE */, 1, 0, 0, 0);
    end(CALL_EXIT, 0);
}

/* clone with a stack for the thread, which calls begin. No library would do it so: the parent's thread pointer stays the child's. */
long clone_thread(long flags, long stack, void (*begin)(void));
__asm__("clone_thread:\n"
        "  movq %rdx, %r9\n"
        "  xorl %edx, %edx\n"
        "  xorl %r10d, %r10d\n"
        "  xorl %r8d, %r8d\n"
        "  movl $56, %eax\n" /* clone */
        "  syscall\n"
        "  testq %rax, %rax\n"
        "  jnz 1f\n"
        "  xorl %ebp, %ebp\n"
        "  call *%r9\n"
        "  ud2\n"
        "1: ret\n");

static void start_thread(void) {
    long stack = call6(CALL_MMAP, 0, STACK_BYTES, 3, 0x22 /* MAP_PRIVATE, MAP_ANONYMOUS */, -1, 0);
    if (stack < 0 && stack > -4096) end(CALL_EXIT_GROUP, 5);
    if (clone_thread(THREAD_FLAGS, stack + STACK_BYTES, add_up) < 0) end(CALL_EXIT_GROUP, 6);
}

static unsigned long number_of(const char *digits) {
    unsigned long number = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) number = number * 10 + (unsigned long)(*digits - '0');
    return number;
}

/* The decimal digits of a number and a line feed, at the end of the room. */
static const char *line_of(unsigned long number, char *room, unsigned long length) {
    char *at = room + length;
    *--at = '\n';
    do *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    return at;
}

static void write_number(int file, unsigned long number) {
    char room[24];
    const char *line = line_of(number, room, sizeof room);
    if (write_all(file, line, (unsigned long)(room + sizeof room - line)) < 0) end(CALL_EXIT_GROUP, 3);
}

static unsigned long work(unsigned long seed, unsigned long multiplications) {
    while (multiplications-- > 0) seed = seed * 6364136223846793005ul + 1442695040888963407ul;
    return seed;
}

static int run(long count, char **words) {
    if (count != 3 && count != 4) return 2;
    unsigned long multiplications = count == 4 ? number_of(words[3]) : 20000, total = 0, noise = 1;
    int file = (int)call3(CALL_OPEN, (long)words[1], WRITE_NEW_APPEND, 0600);
    last = number_of(words[2]);
    if (file < 0 || call3(CALL_PIPE, (long)numbers, 0, 0) < 0) return 2;
    start_thread();
    for (unsigned long number = 1; number <= last; number++) {
        noise = work(noise, multiplications);
        write_number(file, number);
        if (write_all(numbers[1], &number, sizeof number) < 0) return 7;
        total += number;
    }
    while (__atomic_load_n(&second_done, __ATOMIC_ACQUIRE) == 0) {
        call6(CALL_FUTEX, (long)&second_done, 0 /* FUTEX_WAIT */, 0, 0, 0, 0);
    }
    if (write_all(file, "total ", 6) < 0) return 3;
    write_number(file, total);
    return noise != 0 && total == last * (last + 1) / 2 && second_total == total ? 0 : 1;
}

/* What the kernel lays on the first stack: the count, then the words. */
void begin(const long *stack);
void begin(const long *stack) { end(CALL_EXIT_GROUP, run(stack[0], (char **)(stack + 1))); }

__asm__(".globl _start\n"
        "_start:\n"
        "  xorl %ebp, %ebp\n"
        "  movq %rsp, %rdi\n"
        "  andq $-16, %rsp\n"
        "  call begin\n"
        "  ud2\n");
