#ifndef CNNT_CARGON2_SHIM_H
#define CNNT_CARGON2_SHIM_H

#include <argon2.h>

#endif
