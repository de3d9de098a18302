#ifndef CNNT_CPNG_SHIM_H
#define CNNT_CPNG_SHIM_H

#include <png.h>

/* Macros that are not imported into Swift. */
static const png_uint_32 cnnt_png_gray = PNG_FORMAT_GRAY;
static const png_uint_32 cnnt_png_rgb = PNG_FORMAT_RGB;
static const png_uint_32 cnnt_png_rgba = PNG_FORMAT_RGBA;
static const png_uint_32 cnnt_png_version = PNG_IMAGE_VERSION;

/* Whether the image has colours; whether reading or writing it failed, which a warning is not. */
static inline int cnnt_png_is_colour(const png_image *image) { return (image->format & PNG_FORMAT_FLAG_COLOR) != 0; }
static inline int cnnt_png_failed(const png_image *image) { return PNG_IMAGE_FAILED(*image) ? 1 : 0; }

/* The most bytes that the image can take as a file. */
static inline size_t cnnt_png_size_limit(const png_image *image) { return PNG_IMAGE_PNG_SIZE_MAX(*image); }

#endif
