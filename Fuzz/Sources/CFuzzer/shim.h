#ifndef QUADRAT_CFUZZER_H
#define QUADRAT_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer as a library: runs `test` on one input after another. */
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));

#endif
