// Stands for a kernel in which the field stands elsewhere, and another is not there.
struct task_struct {
  char before[1264];
  int pid;
} task;
