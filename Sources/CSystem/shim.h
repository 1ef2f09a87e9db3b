#ifndef QUADRAT_CSYSTEM_H
#define QUADRAT_CSYSTEM_H

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What a file is and which. In a type of our own: several modules of C bring the system's, and which of them owns it depends
   on the order in which they are compiled. */
typedef struct {
    unsigned long long device, node;
    long long size, seconds, nanoseconds;
    /* The bits of S_IFMT. */
    unsigned int kind;
    long long disk_bytes;
} quadrat_file_state;

static inline void quadrat_take_state(const struct stat *facts, quadrat_file_state *state)
{
    state->device = facts->st_dev;
    state->node = facts->st_ino;
    state->size = facts->st_size;
    state->disk_bytes = 512LL * facts->st_blocks;
    state->seconds = facts->st_mtim.tv_sec;
    state->nanoseconds = facts->st_mtim.tv_nsec;
    state->kind = facts->st_mode & S_IFMT;
}

/* Links are followed; -1 where there is no such file. */
static inline int quadrat_state_of_path(const char *path, quadrat_file_state *state)
{
    struct stat facts;
    if (stat(path, &facts) != 0) return -1;
    quadrat_take_state(&facts, state);
    return 0;
}

static inline int quadrat_state_of_descriptor(int descriptor, quadrat_file_state *state)
{
    struct stat facts;
    if (fstat(descriptor, &facts) != 0) return -1;
    quadrat_take_state(&facts, state);
    return 0;
}

/* Exchanges two names in one step (Linux 3.15); -1 with errno where the file system cannot. */
static inline int quadrat_exchange_names(const char *first, const char *second)
{
    const unsigned int exchange = 2; /* RENAME_EXCHANGE, which needs _GNU_SOURCE */
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, exchange);
}

/* Opens a new file for writing that has no name yet, in the folder of the name that it will get; with that name where the
   file system has no such files. -1 with errno where it cannot. */
static inline int quadrat_open_nameless(const char *path)
{
#ifdef __O_TMPFILE
    char folder[4096];
    const char *slash = strrchr(path, '/');
    if (slash && (size_t)(slash - path) < sizeof folder) {
        memcpy(folder, path, (size_t)(slash - path));
        folder[slash - path] = 0;
        int descriptor = open(folder, __O_TMPFILE | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0600);
        if (descriptor >= 0) return descriptor;
    }
#endif
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

/* Gives such a file its name, if it has none. -1 with errno where it cannot. */
static inline int quadrat_name_file(int descriptor, const char *path)
{
    char link[64];
    if (access(path, F_OK) == 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    return linkat(AT_FDCWD, link, AT_FDCWD, path, AT_SYMLINK_FOLLOW);
}

/* Has a signal handled; system calls that it interrupts go on. A hang-up that is ignored stays ignored: nohup wants it so.
   The others may be ignored because a script has started the process in the background; whoever sends one to it by number
   nevertheless wants it to end. */
static inline void quadrat_handle_signal(int number, void (*handler)(int))
{
    struct sigaction present;
    if (sigaction(number, NULL, &present) != 0)
        return;
    if (number == SIGHUP && !(present.sa_flags & SA_SIGINFO) && present.sa_handler == SIG_IGN)
        return;
    struct sigaction wanted;
    memset(&wanted, 0, sizeof wanted);
    wanted.sa_handler = handler;
    wanted.sa_flags = SA_RESTART;
    sigemptyset(&wanted.sa_mask);
    sigaction(number, &wanted, NULL);
}

/* Bytes of addresses (ulimit -v) and of data (ulimit -d) that the process may have; -1 without a limit. */
static inline long long quadrat_address_limit(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ? -1 : (long long)limit.rlim_cur;
}

static inline long long quadrat_data_limit(void)
{
    struct rlimit limit;
    return getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ? -1 : (long long)limit.rlim_cur;
}

/* Makes all threads share one heap. */
static inline void quadrat_use_one_heap(void)
{
    mallopt(M_ARENA_MAX, 1);
}

#endif
