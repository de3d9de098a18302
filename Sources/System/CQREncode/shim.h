#ifndef CNNT_CQRENCODE_SHIM_H
#define CNNT_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif
