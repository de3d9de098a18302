#ifndef CNNT_CXLSXWRITER_SHIM_H
#define CNNT_CXLSXWRITER_SHIM_H

#include <xlsxwriter.h>

#endif
