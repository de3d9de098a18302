#ifndef CNNT_CDEFLATE_SHIM_H
#define CNNT_CDEFLATE_SHIM_H

#include <libdeflate.h>

#endif
