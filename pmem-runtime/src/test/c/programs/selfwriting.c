/*
 * selfwriting FILE COUNT: writes the numbers 1..COUNT, one a line, to FILE, by a system call that the program has written into its own text: a
 * segment of its file is writable and executable.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

__asm__(".section .writable, \"awx\", @progbits\n"
        ".globl self_written\n"
        "self_written:\n"
        "    mov $1, %eax\n"
        "here:\n"
        "    nop\n"
        "    nop\n"
        "    ret\n"
        ".text\n");

extern unsigned char self_written[];

int main(int count, char **words) {
    if (count != 3) return 2;
    int fd = open(words[1], O_WRONLY | O_CREAT | O_EXCL, 0600);
    unsigned long last = strtoul(words[2], NULL, 10);
    long (*write_line)(int fd, const void *bytes, size_t length) = (long (*)(int, const void *, size_t))(void *)self_written;
    self_written[5] = 0x0f;
    self_written[6] = 0x05;
    for (unsigned long number = 1; number <= last; number++) {
        char line[32];
        int length = snprintf(line, sizeof line, "%lu\n", number);
        if (write_line(fd, line, (size_t)length) != length) return 3;
    }
    return 0;
}
