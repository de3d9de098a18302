#ifndef CNNT_CROARING_SHIM_H
#define CNNT_CROARING_SHIM_H

#include <roaring/roaring.h>

#endif
