// Nothing but .text: who calls is a program, who is called is not.
__attribute__((noinline)) int called(int number) { return number * 3; }
int first(int *context) { return called(*context); }
int second(int *context) { return called(*context + 1); }
