/*
 * hidden FILE COUNT: writes the numbers 1..COUNT, one a line, to FILE, by a system call that nothing proves to be code: no symbol, no unwind
 * information, no branch leads there; it follows an indirect jump, at no multiple of 16.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

__asm__(".text\n"
        ".p2align 4\n"
        "    jmp *%rax\n"
        "    .byte 0xe8\n"
        ".Lhidden:\n"
        "    mov $1, %eax\n"
        "    syscall\n"
        "    ret\n"
        "    .p2align 4\n"
        ".data\n"
        ".p2align 3\n"
        "where_hidden: .quad .Lhidden\n"
        ".text\n");

extern long (*where_hidden)(int fd, const void *bytes, size_t length);

int main(int count, char **words) {
    if (count != 3) return 2;
    int fd = open(words[1], O_WRONLY | O_CREAT | O_EXCL, 0600);
    unsigned long last = strtoul(words[2], NULL, 10);
    for (unsigned long number = 1; number <= last; number++) {
        char line[32];
        int length = snprintf(line, sizeof line, "%lu\n", number);
        if (where_hidden(fd, line, (size_t)length) != length) return 3;
    }
    return 0;
}
