# write(1, message, length); exit with 0 if all of it was written, else 1.
        .globl  _start
        .text
_start: mov     $1, %eax                # write
        mov     $1, %edi                # standard output
        lea     message(%rip), %rsi
        mov     $length, %edx
        syscall
        xor     %edi, %edi
        cmp     $length, %rax
        setne   %dil
        mov     $60, %eax               # exit
        syscall

message:
        .incbin "hello.txt"
        .set    length, . - message
