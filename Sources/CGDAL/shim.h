#ifndef QUADRAT_CGDAL_H
#define QUADRAT_CGDAL_H

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_http.h>
#include <cpl_minixml.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <cpl_vsi_error.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

/* GDAL's variadic report of a failure, as a plain function that Swift can call. */
static inline void quadrat_gdal_fail(const char *text)
{
    CPLError(CE_Failure, CPLE_NotSupported, "%s", text);
}

#endif
