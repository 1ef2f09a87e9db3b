#ifndef QUADRAT_CTIFF_H
#define QUADRAT_CTIFF_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <tiffio.h>

/* libtiff's variadic calls, as plain functions that Swift can call. */

/* The last error and the last warning of one file handle. */
typedef struct {
    char text[512];
    char warning[512];
} quadrat_tiff_log;

static int quadrat_tiff_error(TIFF *tif, void *user, const char *module, const char *format, va_list arguments)
{
    (void)tif;
    (void)module;
    quadrat_tiff_log *log = (quadrat_tiff_log *)user;
    vsnprintf(log->text, sizeof log->text, format, arguments);
    return 1;
}

static int quadrat_tiff_warning(TIFF *tif, void *user, const char *module, const char *format, va_list arguments)
{
    (void)tif;
    (void)module;
    quadrat_tiff_log *log = (quadrat_tiff_log *)user;
    vsnprintf(log->warning, sizeof log->warning, format, arguments);
    return 1;
}

static const TIFFFieldInfo quadrat_tiff_fields[] = {
    {33550, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, (char *)"GeoPixelScale"},
    {33922, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, (char *)"GeoTiePoints"},
    {34264, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, (char *)"GeoTransformationMatrix"},
    {34735, -1, -1, TIFF_SHORT, FIELD_CUSTOM, 1, 1, (char *)"GeoKeyDirectory"},
    {34736, -1, -1, TIFF_DOUBLE, FIELD_CUSTOM, 1, 1, (char *)"GeoDoubleParams"},
    {34737, -1, -1, TIFF_ASCII, FIELD_CUSTOM, 1, 0, (char *)"GeoASCIIParams"},
    {42112, -1, -1, TIFF_ASCII, FIELD_CUSTOM, 1, 0, (char *)"GDALMetadata"},
    {42113, -1, -1, TIFF_ASCII, FIELD_CUSTOM, 1, 0, (char *)"GDALNoDataValue"},
};

/* Opens a file whose errors go to `log`; the geo tags are known to the handle. Mode "rm" reads without mapping the
   file into memory. */
static inline TIFF *quadrat_tiff_open(const char *path, const char *mode, quadrat_tiff_log *log)
{
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options)
        return NULL;
    TIFFOpenOptionsSetErrorHandlerExtR(options, quadrat_tiff_error, log);
    TIFFOpenOptionsSetWarningHandlerExtR(options, quadrat_tiff_warning, log);
    TIFF *tif = TIFFOpenExt(path, mode, options);
    TIFFOpenOptionsFree(options);
    if (tif)
        TIFFMergeFieldInfo(tif, quadrat_tiff_fields, sizeof quadrat_tiff_fields / sizeof quadrat_tiff_fields[0]);
    return tif;
}

static inline int quadrat_tiff_get_short(TIFF *tif, uint32_t tag, uint16_t *value)
{
    return TIFFGetFieldDefaulted(tif, tag, value);
}

static inline int quadrat_tiff_get_long(TIFF *tif, uint32_t tag, uint32_t *value)
{
    return TIFFGetField(tif, tag, value);
}

/* All of TIFF's plain integer tags are passed as int-promoted or 32-bit values. */
static inline int quadrat_tiff_set_long(TIFF *tif, uint32_t tag, uint32_t value)
{
    return TIFFSetField(tif, tag, value);
}

/* Copies the georeferencing, metadata, nodata and colour tags that are present in `from`. */
static inline int quadrat_tiff_copy_tags(TIFF *from, TIFF *to)
{
    static const uint32_t arrays[] = {33550, 33922, 34264, 34735, 34736};
    static const uint32_t strings[] = {34737, 42112, 42113};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        uint16_t count = 0;
        void *values = NULL;
        if (TIFFGetField(from, arrays[i], &count, &values) && !TIFFSetField(to, arrays[i], count, values))
            return 0;
    }
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        char *text = NULL;
        if (TIFFGetField(from, strings[i], &text) && !TIFFSetField(to, strings[i], text))
            return 0;
    }
    return 1;
}

/* Overviews have no georeferencing of their own, but the same nodata value. */
static inline int quadrat_tiff_copy_nodata(TIFF *from, TIFF *to)
{
    char *text = NULL;
    return !TIFFGetField(from, 42113, &text) || TIFFSetField(to, 42113, text);
}

static inline int quadrat_tiff_copy_colours(TIFF *from, TIFF *to)
{
    uint16_t *red = NULL, *green = NULL, *blue = NULL;
    if (!TIFFGetField(from, TIFFTAG_COLORMAP, &red, &green, &blue))
        return 0;
    return TIFFSetField(to, TIFFTAG_COLORMAP, red, green, blue);
}

#endif
