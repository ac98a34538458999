// Commands of the bpf() system call first, then what else a loader does.
#include "facts/operation.h"

#include <algorithm>
#include <iterator>

namespace bpflens {
namespace {

constexpr LoaderOperation known[] = {
    {"BPF_MAP_CREATE", "creating a map"},
    {"BPF_MAP_LOOKUP_ELEM", "reading a map's element"},
    {"BPF_MAP_UPDATE_ELEM", "writing a map's element"},
    {"BPF_MAP_DELETE_ELEM", "deleting a map's element"},
    {"BPF_MAP_GET_NEXT_KEY", "walking through a map"},
    {"BPF_MAP_FREEZE", "making a map read-only"},
    {"BPF_PROG_LOAD", "loading a program"},
    {"BPF_OBJ_PIN", "pinning an object to a file"},
    {"BPF_OBJ_GET", "opening a pinned object"},
    {"BPF_PROG_ATTACH", "attaching a program"},
    {"BPF_PROG_DETACH", "detaching a program"},
    {"BPF_PROG_TEST_RUN", "running a program for a test"},
    {"BPF_PROG_RUN", "running a program for a test"},
    {"BPF_PROG_GET_NEXT_ID", "listing programs"},
    {"BPF_MAP_GET_NEXT_ID", "listing maps"},
    {"BPF_BTF_GET_NEXT_ID", "listing BTF objects"},
    {"BPF_LINK_GET_NEXT_ID", "listing links"},
    {"BPF_PROG_GET_FD_BY_ID", "opening a program by its id"},
    {"BPF_MAP_GET_FD_BY_ID", "opening a map by its id"},
    {"BPF_BTF_GET_FD_BY_ID", "opening a BTF object by its id"},
    {"BPF_LINK_GET_FD_BY_ID", "opening a link by its id"},
    {"BPF_OBJ_GET_INFO_BY_FD", "asking for information about an object"},
    {"BPF_PROG_QUERY", "listing attached programs"},
    {"BPF_RAW_TRACEPOINT_OPEN", "attaching to a raw tracepoint, or a tracing or LSM program"},
    {"BPF_BTF_LOAD", "loading BTF"},
    {"BPF_TASK_FD_QUERY", "asking what a task has attached"},
    {"BPF_LINK_CREATE", "attaching a program with a link"},
    {"BPF_LINK_UPDATE", "changing the program of a link"},
    {"BPF_LINK_DETACH", "detaching a link"},
    {"BPF_ENABLE_STATS", "switching statistics on"},
    {"BPF_ITER_CREATE", "opening an iterator"},
    {"BPF_PROG_BIND_MAP", "binding a map to a program"},
    {"BPF_TOKEN_CREATE", "making a BPF token"},
    // bpf() with a command that the line does not tell.
    {"BPF", "a bpf() system call"},
    // A loader says that it attaches, and not how.
    {"ATTACH", "attaching a program"},
    {"XDP_ATTACH", "attaching an XDP program to a network interface"},
    {"TC_ATTACH", "attaching a program to traffic control"},
    {"CGROUP_ATTACH", "attaching a program to a cgroup"},
    {"PERF_EVENT_OPEN", "opening a perf event"},
    {"PERF_EVENT_SET_BPF", "attaching a program to a perf event"},
    {"OPEN_KERNEL_BTF", "reading the kernel's BTF"},
    {"OPEN_KERNEL_CONFIG", "reading the kernel's configuration"},
    {"OPEN_KALLSYMS", "reading the kernel's symbols"},
    {"OPEN_TRACEFS", "reading or writing tracefs"},
    {"OPEN_CGROUP", "opening a cgroup"},
    {"OPEN_OBJECT", "opening the object file"},
    {"FIND_DEVICE", "finding a network interface"},
    {"FIND_SYMBOL", "finding a symbol"},
    {"CORE_RELOCATION", "adapting the program to the kernel's types"},
    {"SET_MEMLOCK", "raising the limit of locked memory"},
    {"MOUNT_BPFFS", "mounting the BPF file system"},
    {"MAKE_DIRECTORY", "making a directory to pin in"},
    {"OPEN_PIN", "opening the file to pin to"},
};

}  // namespace

std::span<const LoaderOperation> operations() { return known; }

const LoaderOperation* operation_named(std::string_view name) {
  const auto* found = std::ranges::find(known, name, &LoaderOperation::name);
  return found == std::end(known) ? nullptr : found;
}

}  // namespace bpflens
