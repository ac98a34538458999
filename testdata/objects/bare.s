# By hand: functions without type and size among labels, and a section without any symbol.
  .text
  .globl helped
helped:
  r0 = 1
  if r1 s> 4 goto many
  exit
many:
  r0 = *(u32 *)(r1 + 0)
  exit

  .section socket,"ax"
  .globl first
first:
  r6 = r1
  if r6 == 0 goto LBB0_1
  r1 = counts ll
  call helped
LBB0_1:
  r0 = 0
  exit
  .globl second
second:
  r1 = 7
  call helped
  exit

  .section xdp,"ax"
  r0 = 2
  exit

  .section maps,"aw"
  .globl counts
counts:
  .long 2, 4, 8, 16, 0
