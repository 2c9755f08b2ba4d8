/* trampoline: calls a function inside of another through a pointer, which gcc does by code on the stack. Prints "trampoline 42". */
#include <stdio.h>

static int apply(int (*function)(int), int value) { return function(value); }

int main(void) {
    volatile int base = 40;
    int add(int value) { return base + value; }
    printf("trampoline %d\n", apply(add, 2));
    return 0;
}
