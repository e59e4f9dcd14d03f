// write(1, message, length); exit with 0 if all of it was written, else 1.
        .globl  _start
        .text
_start: mov     x8, #64                 // write
        mov     x0, #1                  // standard output
        adr     x1, message
        mov     x2, #length
        svc     #0
        cmp     x0, #length
        cset    x0, ne
        mov     x8, #93                 // exit
        svc     #0

message:
        .incbin "hello.txt"
        .set    length, . - message
