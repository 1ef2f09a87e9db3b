#ifndef QUADRAT_CCRYPTO_H
#define QUADRAT_CCRYPTO_H

#include <openssl/evp.h>

#endif
