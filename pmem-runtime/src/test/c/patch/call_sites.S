/*
 * Small functions with one system call each, in every form that the patcher replaces, the entry that the stubs of the
 * test go to, and a caller that loads and saves all registers.
 */
        .text

/*
 * uint64_t entry_calls, entry_restart, entry_done: how often stubs came here, and the last one's r11 and rcx.
 * The entry makes the system call and goes back. It destroys the flags on purpose, as an entry may.
 */
        .globl test_entry
test_entry:
        mov %rcx, entry_done(%rip)
        mov %r11, entry_restart(%rip)
        incq entry_calls(%rip)
        syscall
        testl $0, entry_done(%rip)
        stc
        jmp *entry_done(%rip)

/*
 * void run_with_registers(void (*function)(void), const uint64_t in[16], uint64_t out[16])
 * Calls `function` with the registers in[0..15] (order rax rcx rdx rbx rsp rbp rsi rdi r8-r15; rsp is ignored) and
 * stores them to out[0..15] when it returns; out[4] is rsp relative to that before the call.
 */
        .globl run_with_registers
run_with_registers:
        push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15
        mov %rdx, run_out(%rip)
        mov %rdi, run_function(%rip)
        mov %rsp, run_stack(%rip)
        mov %rsi, %rax
        mov 8(%rax), %rcx;   mov 16(%rax), %rdx; mov 24(%rax), %rbx;  mov 40(%rax), %rbp
        mov 48(%rax), %rsi;  mov 56(%rax), %rdi; mov 64(%rax), %r8;   mov 72(%rax), %r9
        mov 80(%rax), %r10;  mov 88(%rax), %r11; mov 96(%rax), %r12;  mov 104(%rax), %r13
        mov 112(%rax), %r14; mov 120(%rax), %r15; mov (%rax), %rax
        call *run_function(%rip)
        push %rax
        mov run_out(%rip), %rax
        mov %rcx, 8(%rax);   mov %rdx, 16(%rax); mov %rbx, 24(%rax);  mov %rbp, 40(%rax)
        mov %rsi, 48(%rax);  mov %rdi, 56(%rax); mov %r8, 64(%rax);   mov %r9, 72(%rax)
        mov %r10, 80(%rax);  mov %r11, 88(%rax); mov %r12, 96(%rax);  mov %r13, 104(%rax)
        mov %r14, 112(%rax); mov %r15, 120(%rax)
        mov %rax, %rcx
        pop %rax
        mov %rax, (%rcx)
        mov %rsp, %rdx
        sub run_stack(%rip), %rdx
        mov %rdx, 32(%rcx)
        mov run_stack(%rip), %rsp
        pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx
        ret

        .bss
        .globl entry_calls, entry_restart, entry_done
        .p2align 3
entry_calls:   .skip 8
entry_restart: .skip 8
entry_done:    .skip 8
run_out:       .skip 8
run_function:  .skip 8
run_stack:     .skip 8

/* name: of the function, padded to 24 bytes; offset in call_sites_begin; expected form. */
.macro function name, form
        .p2align 4
7777:   .pushsection .call_site_list, "a", @progbits
7778:   .asciz "\name"
        .skip 24 - (. - 7778b)
        .long 7777b - call_sites_begin, \form
        .popsection
.endm
        .section .call_site_list, "a", @progbits
        .globl call_site_list_begin, call_site_list_end
call_site_list_begin:

        .section .call_sites, "ax", @progbits
        .globl call_sites_begin, call_sites_end
        .p2align 4
call_sites_begin:
        function mov_number_32, 0
        mov $110, %eax                          /* getppid */
        syscall
        ret
        function mov_number_64, 0
        mov $8, %rax                            /* lseek: EBADF or the result, by rdi */
        syscall
        ret
        function compare_error, 1
        mov $8, %eax
        jmp 1f
1:      syscall
        cmp $-4096, %rax
        ja 2f
        mov $1, %r12d
        ret
2:      mov $2, %r12d
        ret
        function move_arguments, 2
        mov $8, %eax
        jmp 1f
1:      mov %r8, %rdi
        mov %r9, %rsi
        syscall
        mov %rax, %rbx
        jmp 2f
2:      ret
        function push_before, 2
        mov $39, %eax                           /* getpid */
        jmp 1f
1:      push %rbx
        push %r13
        push %r11
        syscall
        jmp 2f
2:      pop %r14
        pop %r15
        pop %rbp
        ret
        function move_result, 3
        mov $39, %eax
        jmp 1f
1:      syscall
        mov %rax, %rdi
        jmp 2f
2:      ret
        function return_at_once, 3
        mov $39, %eax
        jmp 1f
1:      syscall
        ret
        function around_with_flags, 4
        mov $8, %eax
        jmp 1f
1:      xor %edx, %edx
        syscall
        neg %eax                                /* sets the flags that jc reads */
        jmp 2f
2:      setc %bl
        ret
        function red_zone, 0
        mov %rbx, -8(%rsp)
        mov %rbp, -64(%rsp)
        mov %r12, -128(%rsp)
        mov $110, %eax
        syscall
        mov -8(%rsp), %r13
        mov -64(%rsp), %r14
        mov -128(%rsp), %r15
        ret
        function read_into_stack, 2
        push $0
        mov $318, %eax                          /* getrandom(rsp, 0, 1): no bytes */
        mov $1, %edx
        mov %rsp, %rdi
        xor %esi, %esi
        syscall
        pop %rbx
        ret
        .p2align 4
call_sites_end:
        .section .call_site_list, "a", @progbits
call_site_list_end:
        .section .note.GNU-stack, "", @progbits
