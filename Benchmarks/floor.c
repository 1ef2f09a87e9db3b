/* The least that any program does which looks at every sample of a tiled DEFLATE TIFF: reads its tiles as they are packed
   (libtiff), unpacks them (libdeflate) and undoes the horizontal predictor. Nothing else. 8-bit samples, pixel by pixel.

   Usage: floor RASTER [THREADS]
   Prints processor seconds, wall seconds and a checksum of all samples: tiles may come in any order. */

#include <libdeflate.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <tiffio.h>

enum { MAX_THREADS = 256 };

/* What all threads share. */
static const char *path;
static atomic_uint next_tile;

typedef struct {
    uint32_t width, height;
    uint16_t samples, predictor;
    size_t bytes;
} Layout;

static void fail(const char *reason)
{
    fprintf(stderr, "floor: %s: %s\n", path, reason);
    exit(EXIT_FAILURE);
}

/* "rm": without mapping the file into memory. */
static TIFF *open_raster(Layout *layout)
{
    TIFF *tif = TIFFOpen(path, "rm");
    uint16_t bits = 0, codec = 0, planes = 0;
    if (!tif || !TIFFIsTiled(tif))
        fail("no tiled TIFF");
    TIFFGetField(tif, TIFFTAG_TILEWIDTH, &layout->width);
    TIFFGetField(tif, TIFFTAG_TILELENGTH, &layout->height);
    TIFFGetFieldDefaulted(tif, TIFFTAG_SAMPLESPERPIXEL, &layout->samples);
    TIFFGetFieldDefaulted(tif, TIFFTAG_BITSPERSAMPLE, &bits);
    TIFFGetFieldDefaulted(tif, TIFFTAG_PLANARCONFIG, &planes);
    TIFFGetFieldDefaulted(tif, TIFFTAG_COMPRESSION, &codec);
    if (codec != COMPRESSION_ADOBE_DEFLATE && codec != COMPRESSION_DEFLATE)
        fail("not packed by DEFLATE");
    if (bits != 8 || planes != PLANARCONFIG_CONTIG)
        fail("not 8 bits a sample, pixel by pixel");
    if (!TIFFGetFieldDefaulted(tif, TIFFTAG_PREDICTOR, &layout->predictor))
        layout->predictor = PREDICTOR_NONE;
    layout->bytes = (size_t)TIFFTileSize(tif);
    return tif;
}

/* Running sums along each row, of pixels of a fixed size: the compiler keeps the sums in registers. */
#define DEFINE_SUM(SIZE)                                                                                               \
    static void sum_##SIZE(uint8_t *restrict row, size_t pixels)                                                       \
    {                                                                                                                  \
        uint8_t sums[SIZE] = {0};                                                                                      \
        for (uint8_t *pixel = row; pixel < row + SIZE * pixels; pixel += SIZE)                                         \
            for (size_t sample = 0; sample < SIZE; sample++)                                                           \
                pixel[sample] = sums[sample] = (uint8_t)(sums[sample] + pixel[sample]);                                \
    }
DEFINE_SUM(1)
DEFINE_SUM(2)
DEFINE_SUM(3)

/* Four pixels of four samples, as samples, pixels and pairs of pixels. */
typedef uint8_t Samples __attribute__((vector_size(16)));
typedef uint32_t Pixels __attribute__((vector_size(16)));
typedef uint64_t Pairs __attribute__((vector_size(16)));

/* Sums within pairs, of the lower pair into the upper, of all before: only the last waits for the pixels before. */
static void sum_4(uint8_t *restrict row, size_t pixels)
{
    Samples before = {0}, sums, all;
    size_t pixel = 0;
    for (; pixel + 4 <= pixels; pixel += 4) {
        memcpy(&sums, row + 4 * pixel, sizeof sums);
        sums += (Samples)((Pairs)sums << 32);
        sums += (Samples)(__builtin_shuffle((Pixels)sums, (Pixels){0, 0, 1, 1}) & (Pixels){0, 0, ~0u, ~0u});
        all = sums + before;
        memcpy(row + 4 * pixel, &all, sizeof all);
        before += (Samples)__builtin_shuffle((Pixels)sums, (Pixels){3, 3, 3, 3});
    }
    for (size_t i = pixel ? 4 * pixel : 4; i < 4 * pixels; i++)
        row[i] = (uint8_t)(row[i] + row[i - 4]);
}

static void undo_predictor(uint8_t *bytes, const Layout *layout)
{
    size_t samples = layout->samples, row = layout->width * samples;
    for (uint8_t *line = bytes; line < bytes + layout->bytes; line += row) {
        switch (samples) {
        case 1: sum_1(line, layout->width); break;
        case 2: sum_2(line, layout->width); break;
        case 3: sum_3(line, layout->width); break;
        case 4: sum_4(line, layout->width); break;
        default:
            for (size_t i = samples; i < row; i++)
                line[i] = (uint8_t)(line[i] + line[i - samples]);
        }
    }
}

/* Some words of each row, so that no step can be left out. */
static uint64_t checksum(const uint8_t *bytes, const Layout *layout)
{
    uint64_t sum = 0, word;
    for (size_t i = 0; i + sizeof word <= layout->bytes; i += 64) {
        memcpy(&word, bytes + i, sizeof word);
        sum += word;
    }
    return sum;
}

static void *work(void *result)
{
    Layout layout;
    TIFF *tif = open_raster(&layout);
    struct libdeflate_decompressor *inflater = libdeflate_alloc_decompressor();
    uint8_t *bytes = malloc(layout.bytes), *packed = NULL;
    size_t room = 0, unpacked;
    uint64_t sum = 0;
    if (!inflater || !bytes)
        fail("no memory");
    for (uint32_t tile; (tile = atomic_fetch_add(&next_tile, 1)) < TIFFNumberOfTiles(tif);) {
        size_t count = (size_t)TIFFGetStrileByteCount(tif, tile);
        if (count == 0)
            continue;
        if (count > room && !(packed = realloc(packed, room = 2 * count)))
            fail("no memory");
        if (TIFFReadRawTile(tif, tile, packed, (tmsize_t)count) != (tmsize_t)count)
            fail("a tile cannot be read");
        if (libdeflate_zlib_decompress(inflater, packed, count, bytes, layout.bytes, &unpacked) || unpacked != layout.bytes)
            fail("a tile cannot be unpacked");
        if (layout.predictor == PREDICTOR_HORIZONTAL)
            undo_predictor(bytes, &layout);
        sum += checksum(bytes, &layout);
    }
    *(uint64_t *)result = sum;
    free(packed);
    free(bytes);
    libdeflate_free_decompressor(inflater);
    TIFFClose(tif);
    return NULL;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + 1e-6 * (double)time.tv_usec; }

int main(int count, char **arguments)
{
    struct timespec start, end;
    struct rusage usage;
    pthread_t threads[MAX_THREADS];
    uint64_t sums[MAX_THREADS] = {0}, sum = 0;
    int workers = count > 2 ? atoi(arguments[2]) : 2;
    if (count < 2 || count > 3 || workers < 1 || workers > MAX_THREADS) {
        fprintf(stderr, "usage: floor RASTER [THREADS]\n");
        return 64;
    }
    path = arguments[1];
    /* Tags of georeferencing are none that libtiff knows by itself. */
    TIFFSetWarningHandler(NULL);
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < workers; i++)
        if (pthread_create(&threads[i], NULL, work, &sums[i]))
            fail("no thread");
    for (int i = 0; i < workers; i++) {
        pthread_join(threads[i], NULL);
        sum += sums[i];
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    getrusage(RUSAGE_SELF, &usage);
    printf("processor %.3f wall %.3f checksum %016llx\n", seconds(usage.ru_utime) + seconds(usage.ru_stime),
           (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec), (unsigned long long)sum);
    return 0;
}
