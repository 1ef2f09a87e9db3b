#ifndef QUADRAT_CDEFLATE_H
#define QUADRAT_CDEFLATE_H

#include <libdeflate.h>

#endif
