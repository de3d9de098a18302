#ifndef CNNT_CEXPAT_SHIM_H
#define CNNT_CEXPAT_SHIM_H

#include <expat.h>

#endif
