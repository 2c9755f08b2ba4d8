/*
 * Text full of the bytes 0f 05, of which only those written as `call_site` may be chosen, with the form and the length
 * given there. Everything else is a decoy: in immediates, displacements, tables and strings, or with a branch into the
 * bytes that a site would replace.
 */
#define MOV_SYSCALL 0
#define SYSCALL_CMP 1
#define BEFORE 2
#define AFTER 3
#define AROUND 4

/* The site of this `syscall` must be found; `data` 1: only when the jump tables of decoy_data are not looked at. */
.macro call_site form, length, data=0
77770:  syscall
        .pushsection .decoy_sites, "a", @progbits
        .long 77770b - decoys_begin, \form, \length, \data
        .popsection
.endm

        .section .decoy_sites, "a", @progbits
        .globl decoy_sites_begin
decoy_sites_begin:

        .section .decoy_data, "a", @progbits
        .globl decoy_data_begin, decoy_data_end
decoy_data_begin:
        .quad 0
relative_table:
        .long case_a - relative_table, case_b - relative_table, 0x7fffffff
        .quad 0
decoy_data_end:

        .section .decoys, "ax", @progbits
        .globl decoys_begin, decoys_end
        .p2align 4
decoys_begin:

/* --- one of each form --- */
        mov $39, %eax
        call_site MOV_SYSCALL, 7
        ret
        .p2align 4
        mov $39, %rax
        call_site MOV_SYSCALL, 9
        ret
        .p2align 4
        mov $39, %eax
        test %rdi, %rdi
        je 1f
        mov $40, %eax
1:      call_site SYSCALL_CMP, 8
        cmp $-4096, %rax
        ja 1b
        ret
        .p2align 4
        mov %rdi, %rax
        call_site BEFORE, 5
        ret
        .p2align 4
        mov $39, %eax
        mov %r11, 8(%rsp)                       /* rcx and r11 may be read before the call */
        call_site BEFORE, 7
        ret
        .p2align 4
        mov $39, %eax
        jmp 1f
1:      call_site AFTER, 5
        mov %rax, %rdi
        call 2f
2:      mov $39, %eax
        jmp 1f
1:      xor %edx, %edx
        call_site AROUND, 6
        mov %eax, %edx
        call 2b
        mov $39, %eax
        jmp 1f
1:      call_site AFTER, 5                      /* ret and some padding */
        ret
        .p2align 4, 0xcc
        mov $1, %eax                            /* neighbours do not share bytes */
        call_site MOV_SYSCALL, 7
        mov $2, %eax
        call_site MOV_SYSCALL, 7
        ret

/* --- 0f 05 in immediates and displacements --- */
        .p2align 4
        mov $0x050f, %eax
        mov $0x050f0000, %eax
        movabs $0x050f00000027b890, %rax        /* holds mov $39,%eax ; syscall */
        movabs $0x90fffff0003d4805, %rbx
        add $0x050f, %ecx
        mov $39, %eax
        lea 0x050f(%rdi), %rdx
        mov %eax, 0x050f(%rsp)
        lea 0x050f(%rip), %rsi
        movl $0x050f, 0x050f(%rsp,%rax,8)
        .byte 0xe8; .long 0x050f                /* call with the displacement 0f 05 00 00 */
        .byte 0x0f, 0x84; .long 0x050f          /* je */
        .byte 0x62, 0xf1, 0x7c, 0x48, 0x10, 0x05; .long 0x050f /* vmovups 0x50f(%rip),%zmm0 */
        .byte 0x66, 0x0f, 0x3a, 0x0f, 0x05; .long 0x050f; .byte 0x0f /* palignr: 0f 05 in opcode and ModRM */
        .byte 0x05; .long 0x050f                /* add $0x50f,%eax after an immediate that ends with 0f */
        mov $39, %eax                           /* control: this is still known to be code */
        call_site MOV_SYSCALL, 7
        ret

/* --- tables and strings in the text --- */
        .p2align 4
        jmp *absolute_table(%rip)
        .p2align 4
absolute_table:
        .byte 0xb8, 0x27, 0, 0, 0, 0x0f, 0x05, 0xc3
        .byte 0xb8, 0x27, 0, 0, 0, 0x0f, 0x05, 0xc3
        .quad 0x0033050f, 0x050f050f
        .p2align 4
        notrack jmp *%rax
        .long 0x0033050f, 0x0033050f, 0x0533050f, 0x48050fc0
        .byte 0xb8, 0x27, 0, 0, 0, 0x0f, 0x05, 0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff
        ret
        nop
        .p2align 4                              /* a function again: padding after ret */
        mov $39, %eax
        call_site MOV_SYSCALL, 7
        ret
        .byte 0xb8, 0x27, 0, 0, 0, 0x0f, 0x05   /* data after ret: nothing points here */
        .byte 0xc3, 0x90
        .p2align 4

/* --- branches into the bytes to be replaced; a call follows, so that no other form fits --- */
.macro decoy_target branch:vararg
        mov $39, %eax
88880:  syscall
        call 88881f
88881:  mov $39, %eax                           /* control: the bytes are known to be code */
        call_site MOV_SYSCALL, 7
        test %edi, %edi                         /* no branch may want the flags of before the call */
        \branch
.endm
        mov $39, %edi
        decoy_target jmp 88880b
        .p2align 4
        mov $39, %edi
        decoy_target jne 88880b
        decoy_target loop 88880b
        decoy_target jrcxz 88880b
        decoy_target call 88880b
        decoy_target .byte 0x0f, 0x85; .long 88880b - . - 4
        decoy_target .byte 0xe9; .long 88880b - . - 4
        .p2align 4
        jmp 1f                                  /* forward */
        mov $39, %eax
1:      syscall
        call 1f
1:      test %edi, %edi
        je 2f + 3                               /* into the immediate */
2:      mov $39, %eax
        syscall
        call 1f
1:      mov $39, %eax
        call_site MOV_SYSCALL, 7
        mov $39, %eax
        jmp 1f
        .p2align 4
1:      syscall                                 /* to both ends of what could be moved after the call */
2:      mov %rax, %rdi
        test %edi, %edi
        jne 2b
        mov $39, %eax                           /* control: this is still known to be code */
        call_site MOV_SYSCALL, 7
        ret

        .p2align 4
        mov $39, %eax
        jmp 1f
1:      push %rbx
2:      push %r12
        syscall
        call 1f
1:      test %rdi, %rdi
        je 2b                                   /* to the second byte, an instruction */
        mov $39, %eax
        jmp 1f
1:      syscall
        mov %eax, %edx
2:      push %rax
        call 1f
1:      test %rdi, %rdi
        je 2b                                   /* to the last byte, an instruction */
        mov $39, %eax
        call_site MOV_SYSCALL, 7
        test %rdi, %rdi
        je 3f
        je 2f + 2                               /* into an instruction before: which decoding is right? */
2:      mov $39, %edi
        mov $39, %eax
        syscall
        call 3f
3:      mov $39, %eax
        call_site MOV_SYSCALL, 7
        ret
        .p2align 4
2:      mov $39, %edi
        mov $39, %eax
        syscall
        test %eax, %eax
        jne 2b + 2                              /* the same backward */
        test %rdi, %rdi
        je 1f + 1                               /* past a lock prefix: both decodings go on alike */
1:      lock cmpxchg %rsi, (%rdi)
        mov $39, %eax
        call_site MOV_SYSCALL, 7
        ret

/* --- instructions that must stay where they are --- */
        .p2align 4
        mov $39, %eax
        jmp 1f
1:      syscall
        mov %rcx, %rdi
        call 1f
1:      mov $39, %eax
        jmp 1f
1:      syscall
        mov (%r11), %rdi
        call 1f
1:      mov $39, %eax
        jmp 1f
1:      syscall
        shl %cl, %rdi
        call 1f
1:      mov $39, %eax
        jmp 1f
1:      syscall
        mov %ch, %dl
        mov %ch, %bl
        call 1f
1:      mov decoys_begin(%rip), %eax
        syscall
        mov %rax, decoys_begin(%rip)
        cmp $7, %rdi                            /* flags are used across the call */
        mov $39, %eax
        syscall
        jne 1f
        cmp $7, %rdi
        mov $39, %eax
        syscall
        mov %rax, %rdi
        cmove %rsi, %rdi
1:      mov $39, %eax
        call_site MOV_SYSCALL, 7
        ret
        .p2align 4
        mov $15, %rax                           /* the return from a signal handler */
        syscall
        nop

/* --- bytes that are no instruction --- */
        mov $39, %eax
        call_site MOV_SYSCALL, 7
        test %eax, %eax
        .byte 0x06
        mov $39, %eax
        syscall
        cmp $-4096, %rax
        ret
        nop
        .p2align 4
        mov $39, %eax
        call_site MOV_SYSCALL, 7
        ret

/* --- a jump table elsewhere that leads between mov and syscall --- */
        .p2align 4
        lea relative_table(%rip), %rdx
        movslq (%rdx,%rdi,4), %rax
        add %rdx, %rax
        test %rdi, %rdi
        je 1f
        jmp *%rax
1:      mov $39, %eax
case_a: call_site MOV_SYSCALL, 7, 1
        call case_b
case_b: ret
        .p2align 4
        mov $39, %eax
        .globl decoy_start                      /* given as a known start */
decoy_start:
        syscall
        call 1f
1:      mov $39, %eax
        call_site MOV_SYSCALL, 7
        ret
        .fill 0x600, 1, 0x90                    /* branches by 0x50f end here */
decoys_end:

        .section .decoy_sites, "a", @progbits
        .globl decoy_sites_end
decoy_sites_end:
        .section .note.GNU-stack, "", @progbits
