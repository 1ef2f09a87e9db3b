#ifndef QUADRAT_CFUZZER_H
#define QUADRAT_CFUZZER_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer as a library: runs `test` on one input after another. It is there where the program was linked with
   -sanitize=fuzzer (scripts/fuzz); in an ordinary build it is not. */
__attribute__((weak)) int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *data, size_t size));

/* Whether libFuzzer is there. */
static inline int hasFuzzer(void) { return LLVMFuzzerRunDriver != 0; }

#endif
