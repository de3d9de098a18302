#ifndef CNNT_CTURBOJPEG_SHIM_H
#define CNNT_CTURBOJPEG_SHIM_H

#include <turbojpeg.h>

#endif
