#ifndef CNNT_COPENSSL_SHIM_H
#define CNNT_COPENSSL_SHIM_H

#include <openssl/sha.h>

#endif
