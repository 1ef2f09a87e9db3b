#ifndef QUADRAT_CSYSTEM_H
#define QUADRAT_CSYSTEM_H

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Exchanges two names in one step (Linux 3.15); -1 with errno where the file system cannot. */
static inline int quadrat_exchange_names(const char *first, const char *second)
{
    const unsigned int exchange = 2; /* RENAME_EXCHANGE, which needs _GNU_SOURCE */
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, exchange);
}

#endif
