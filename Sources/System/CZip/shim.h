#ifndef CNNT_CZIP_SHIM_H
#define CNNT_CZIP_SHIM_H

#include <zip.h>

#endif
