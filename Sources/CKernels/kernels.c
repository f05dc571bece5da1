#define _GNU_SOURCE
#include "kernels.h"

#include <math.h>
#include <sched.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

// Vectors wider than the instruction set's are passed between functions here, all of which are inlined.
#pragma clang diagnostic ignored "-Wpsabi"
#define INLINE static inline __attribute__((always_inline))

#define QUARRY_ATTENTION_ROWS 48

int32_t quarry_usable_cores(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

int32_t quarry_row_units(quarry_kind kind, int32_t depth) {
    switch (kind) {
    case QUARRY_F32: return depth;
    case QUARRY_INT16:
    case QUARRY_BF16: return (depth + 1) / 2;
    case QUARRY_INT8: return (depth + 3) / 4;
    }
}

size_t quarry_panel_units(quarry_kind kind, int32_t columns, int32_t depth) {
    return (size_t)((columns + 63) / 64) * 64 * (size_t)quarry_row_units(kind, depth);
}

#define JOINED_(a, b) a##_##b
#define JOINED(a, b) JOINED_(a, b)
#define FLOATS ROWNAME(floats)
#define INTS ROWNAME(ints)
#define SPLAT(x) ((FLOATS){0} + (x))

// The portable code: the compiler's vectors.
#define ROWNAME(x) JOINED(x, portable)
#include "rows.inc.h"

#define KIND QUARRY_F32
#define NAME(x) JOINED(x, f32_portable)
#define WEIGHTS FLOATS
#define SUMS FLOATS
#define STEP(s, w, u) ((s) + (w) * (u))
#define LOAD_WEIGHTS(p) ROWNAME(load)((const float *)(p))
#define BROADCAST(p) SPLAT(*(const float *)(p))
#define ZERO SPLAT(0)
#define FINISHED(s, r, v) (s)
#define ROWS 2
#define VECTORS 1
#define ATTENDS
#include "products.inc.h"

#define FINISHED_INT8(s, r, v)                                                                                         \
    (__builtin_convertvector((s) - sums[r] * 128, FLOATS) * (ROWNAME(load)(column_scales + 16 * (v)) * scales[r]))

#define NAME(x) JOINED(x, int8_portable)
#define PEAKS
#define WEIGHTS INTS
#define SUMS INTS
#define BYTE(x, n) (((x) << (24 - 8 * (n))) >> 24)
#define UNSIGNED_BYTE(x, n) (((x) >> (8 * (n))) & 255)
#define STEP(s, w, u)                                                                                                  \
    ((s) + UNSIGNED_BYTE(w, 0) * BYTE(u, 0) + UNSIGNED_BYTE(w, 1) * BYTE(u, 1) + UNSIGNED_BYTE(w, 2) * BYTE(u, 2)      \
     + UNSIGNED_BYTE(w, 3) * BYTE(u, 3))
#define LOAD_WEIGHTS(p) (*(const INTS *)(p))
#define BROADCAST(p) ((INTS){0} + *(const int32_t *)(p))
#define ZERO ((INTS){0})
#define FINISHED FINISHED_INT8
#define ROWS 2
#define VECTORS 1
#include "products.inc.h"
#include "scan.inc.h"
#undef ROWNAME

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define ROWNAME(x) JOINED(x, avx2)
#include "rows.inc.h"

#define KIND QUARRY_F32
#define NAME(x) JOINED(x, f32_avx2)
#define WEIGHTS FLOATS
#define SUMS FLOATS
#define STEP(s, w, u) ((s) + (w) * (u))
#define LOAD_WEIGHTS(p) ROWNAME(load)((const float *)(p))
#define BROADCAST(p) SPLAT(*(const float *)(p))
#define ZERO SPLAT(0)
#define FINISHED(s, r, v) (s)
#define ROWS 3
#define VECTORS 1
#define ATTENDS
#include "products.inc.h"

// Products of pairs of 16-bit numbers, which cannot saturate as AVX2's products of bytes do. Each column has two sums.
typedef struct {
    __m256i part[4];
} wide_avx2;

INLINE wide_avx2 load_wide_avx2(const uint32_t *p) {
    const __m128i *q = (const __m128i *)p;
    wide_avx2 w;
    for (int i = 0; i < 4; i++) w.part[i] = _mm256_cvtepu8_epi16(_mm_loadu_si128(q + i));
    return w;
}

INLINE wide_avx2 broadcast_wide_avx2(const uint32_t *p) {
    __m256i unit = _mm256_cvtepi8_epi16(_mm_set1_epi32(*(const int32_t *)p));
    return (wide_avx2){{unit, unit, unit, unit}};
}

INLINE wide_avx2 step_wide_avx2(wide_avx2 s, wide_avx2 w, wide_avx2 u) {
    for (int i = 0; i < 4; i++) s.part[i] = _mm256_add_epi32(s.part[i], _mm256_madd_epi16(w.part[i], u.part[i]));
    return s;
}

INLINE ints_avx2 joined_wide_avx2(wide_avx2 s) {
    ints_avx2 sums;
    for (int i = 0; i < 4; i++) {
        int32_t pairs[8];
        _mm256_storeu_si256((__m256i *)pairs, s.part[i]);
        for (int c = 0; c < 4; c++) sums[4 * i + c] = pairs[2 * c] + pairs[2 * c + 1];
    }
    return sums;
}

#define NAME(x) JOINED(x, int8_avx2)
#define PEAKS
#define WEIGHTS wide_avx2
#define SUMS wide_avx2
#define STEP step_wide_avx2
#define LOAD_WEIGHTS load_wide_avx2
#define BROADCAST broadcast_wide_avx2
#define ZERO ((wide_avx2){0})
#define FINISHED(s, r, v) FINISHED_INT8(joined_wide_avx2(s), r, v)
#define ROWS 1
#define VECTORS 1
#include "products.inc.h"
#include "scan_avx2.inc.h"
#undef ROWNAME
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define ROWNAME(x) JOINED(x, avx512)
#include "rows.inc.h"

#define KIND QUARRY_F32
#define NAME(x) JOINED(x, f32_avx512)
#define WEIGHTS __m512
#define SUMS __m512
#define STEP(s, w, u) _mm512_fmadd_ps(w, u, s)
#define LOAD_WEIGHTS(p) _mm512_loadu_ps(p)
#define BROADCAST(p) _mm512_set1_ps(*(const float *)(p))
#define ZERO _mm512_setzero_ps()
#define FINISHED(s, r, v) ((FLOATS)(s))
#define ROWS 6
#define VECTORS 4
#define ATTENDS
#include "products.inc.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx512vbmi,avx2,fma,f16c"))), apply_to = function)
#include "scan_avx512.inc.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))), apply_to = function)
#define NAME(x) JOINED(x, int8_vnni)
#define PEAKS
#define WEIGHTS __m512i
#define SUMS __m512i
#define STEP(s, w, u) _mm512_dpbusd_epi32(s, w, u)
#define LOAD_WEIGHTS(p) _mm512_loadu_si512(p)
#define BROADCAST(p) _mm512_set1_epi32(*(const int32_t *)(p))
#define ZERO _mm512_setzero_si512()
#define FINISHED(s, r, v) FINISHED_INT8((INTS)(s), r, v)
#define ROWS 6
#define VECTORS 4
#define KEEPS
#include "products.inc.h"

// Of the intrinsic clang makes two instructions, a product and a sum, which saves nothing where so many sums are under way.
INLINE __m512i step_int16_vnni(__m512i sums, __m512i weights, __m512i unit) {
    __asm__("vpdpwssd %2, %1, %0" : "+v"(sums) : "v"(weights), "v"(unit));
    return sums;
}

#define NAME(x) JOINED(x, int16_vnni)
#define WEIGHTS __m512i
#define SUMS __m512i
#define STEP(s, w, u) step_int16_vnni(s, w, u)
#define LOAD_WEIGHTS(p) _mm512_loadu_si512(p)
#define BROADCAST(p) _mm512_set1_epi32(*(const int32_t *)(p))
#define ZERO _mm512_setzero_si512()
#define FINISHED(s, r, v)                                                                                              \
    (__builtin_convertvector((INTS)(s), FLOATS) * (ROWNAME(load)(column_scales + 16 * (v)) * scales[r]))
#define ROWS 6
#define VECTORS 4
#include "products.inc.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma"))), apply_to = function)
#define KIND QUARRY_BF16
#define NAME(x) JOINED(x, bf16_avx512)
#define WEIGHTS __m512i
#define SUMS __m512
#define STEP(s, w, u) _mm512_dpbf16_ps(s, (__m512bh)(w), (__m512bh)(u))
#define LOAD_WEIGHTS(p) _mm512_loadu_si512(p)
#define BROADCAST(p) _mm512_set1_epi32(*(const int32_t *)(p))
#define ZERO _mm512_setzero_ps()
#define FINISHED(s, r, v) ((FLOATS)(s))
#define ROWS 6
#define VECTORS 4
#define IS_BF16 1
#define ATTENDS_ONLY
// The processor's own rounding, a tenth of the steps.
INLINE void store_native_bf16(uint16_t *p, floats_avx512 v) {
    _mm256_storeu_si256((__m256i *)p, (__m256i)_mm512_cvtneps_pbh((__m512)v));
}
#define ATTENDS
#include "products.inc.h"
#undef ROWNAME
#pragma clang attribute pop
#endif

#if defined(__x86_64__)
// The operating system must keep the wide registers too (XGETBV).
static uint64_t kept_registers(void) {
    uint32_t low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

uint32_t quarry_processor_features(void) {
    uint32_t a, b, c, d, b7, c7, d7, a71 = 0, unused;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return 0;
    if (!__get_cpuid_count(7, 0, &a, &b7, &c7, &d7)) return 0;
    __get_cpuid_count(7, 1, &a71, &unused, &unused, &unused);
    uint64_t kept = kept_registers();
    uint32_t features = 0;
    if ((kept & 0x6) == 0x6 && (c & bit_FMA) && (c & bit_F16C) && (b7 & bit_AVX2)) features |= QUARRY_AVX2;
    uint32_t wide = bit_AVX512F | bit_AVX512BW | bit_AVX512DQ | bit_AVX512VL;
    if (features && (kept & 0xe6) == 0xe6 && (b7 & wide) == wide) {
        features |= QUARRY_AVX512;
        if (c7 & bit_AVX512VNNI) features |= QUARRY_AVX512_VNNI;
        if (a71 & (1u << 5)) features |= QUARRY_AVX512_BF16;
        if ((features & QUARRY_AVX512_VNNI) && (c7 & bit_AVX512VBMI)) features |= QUARRY_AVX512_VBMI;
    }
    return features;
}
#define CHOOSE(features, function, ...)                                                                                \
    ((features) & QUARRY_AVX512 ? function##_avx512(__VA_ARGS__)                                                       \
     : (features) & QUARRY_AVX2 ? function##_avx2(__VA_ARGS__)                                                         \
                                : function##_portable(__VA_ARGS__))
#else
uint32_t quarry_processor_features(void) { return 0; }
#define CHOOSE(features, function, ...) ((void)(features), function##_portable(__VA_ARGS__))
#endif

void quarry_multiply(uint32_t features, const quarry_weights *weights, const quarry_rows *rows, int32_t count,
                     quarry_finish finish, float *out, size_t stride) {
    switch (weights->kind) {
#if defined(__x86_64__)
    case QUARRY_INT16: return multiply_int16_vnni(weights, rows, count, finish, out, stride);
    case QUARRY_INT8:
        if (features & QUARRY_AVX512_VNNI) return multiply_int8_vnni(weights, rows, count, finish, out, stride);
        if (features & QUARRY_AVX2) return multiply_int8_avx2(weights, rows, count, finish, out, stride);
        return multiply_int8_portable(weights, rows, count, finish, out, stride);
    case QUARRY_F32:
        if (features & QUARRY_AVX512) return multiply_f32_avx512(weights, rows, count, finish, out, stride);
        if (features & QUARRY_AVX2) return multiply_f32_avx2(weights, rows, count, finish, out, stride);
        return multiply_f32_portable(weights, rows, count, finish, out, stride);
    case QUARRY_BF16: __builtin_unreachable();
#else
    case QUARRY_INT8: return multiply_int8_portable(weights, rows, count, finish, out, stride);
    default: return multiply_f32_portable(weights, rows, count, finish, out, stride);
#endif
    }
}

void quarry_attend(uint32_t features, quarry_kind kind, const float *in, size_t in_stride, int32_t length,
                   int32_t heads, int32_t head_width, float *out, size_t out_stride, float *scratch) {
#if defined(__x86_64__)
    // A head of odd width does not begin with a unit.
    if (kind == QUARRY_BF16 && head_width % 2 == 0)
        return attend_bf16_avx512(in, in_stride, length, heads, head_width, out, out_stride, scratch);
    if (features & QUARRY_AVX512)
        return attend_f32_avx512(in, in_stride, length, heads, head_width, out, out_stride, scratch);
    if (features & QUARRY_AVX2)
        return attend_f32_avx2(in, in_stride, length, heads, head_width, out, out_stride, scratch);
#endif
    attend_f32_portable(in, in_stride, length, heads, head_width, out, out_stride, scratch);
}

size_t quarry_attention_scratch(int32_t length, int32_t heads, int32_t head_width) {
    size_t padded = ((size_t)length + 63) / 64 * 64, width = ((size_t)head_width + 15) / 16 * 16;
    size_t lines = padded * (size_t)heads * width * 2, values = padded * width, shares = QUARRY_ATTENTION_ROWS * padded;
    return lines + values + shares + padded * width + QUARRY_ATTENTION_ROWS * (padded + width);
}

void quarry_clear_panels(const quarry_weights *weights) {
    // A weight of zero is stored as 128 among bytes.
    memset(weights->panels, weights->kind == QUARRY_INT8 ? 128 : 0,
           quarry_panel_units(weights->kind, weights->columns, weights->depth) * 4);
}

void quarry_pack(uint32_t features, const quarry_weights *weights, int32_t first, int32_t count, const float *rows,
                 size_t stride) {
    int32_t units = quarry_row_units(weights->kind, weights->depth);
    for (int32_t column = first; column < first + count; column++) {
        uint32_t unit[QUARRY_MOST_INPUTS];
        int32_t sum;
        float scale = 0;
        quarry_rows one = {unit, (size_t)units, &scale, &sum, 0};
        const float *row = rows + (size_t)(column - first) * stride;
        quarry_convert(features, weights->kind, row, stride, 1, weights->depth, &one);
        weights->scales[column] = scale;
        if (weights->kind == QUARRY_INT8)
            for (int32_t k = 0; k < units; k++) unit[k] ^= 0x80808080;
        uint32_t *place = weights->panels + (size_t)(column / 64) * 64 * (size_t)units + column % 64;
        for (int32_t k = 0; k < units; k++) place[(size_t)k * 64] = unit[k];
    }
}

void quarry_convert(uint32_t features, quarry_kind kind, const float *in, size_t stride, int32_t count, int32_t width,
                    const quarry_rows *out) {
    CHOOSE(features, convert, kind, in, stride, count, width, out);
}

void quarry_normalise_rows(uint32_t features, float *rows, size_t stride, int32_t count, int32_t width,
                           const float *weight, const float *bias, float epsilon) {
    CHOOSE(features, normalise_rows, rows, stride, count, width, weight, bias, epsilon);
}

void quarry_embed(uint32_t features, const int32_t *ids, const int32_t *segments, int32_t count, int32_t width,
                  const float *word_table, const float *position_table, const float *segment_table, float *rows,
                  size_t stride) {
    CHOOSE(features, embed, ids, segments, count, width, word_table, position_table, segment_table, rows, stride);
}

void quarry_mean(uint32_t features, const float *rows, size_t stride, int32_t count, int32_t width, float *out) {
    CHOOSE(features, mean, rows, stride, count, width, out);
}

void quarry_scale_to_unit(uint32_t features, float *vector, int32_t width) {
    CHOOSE(features, scale_to_unit, vector, width);
}

void quarry_gelu_by_tanh(uint32_t features, float *rows, size_t count) { CHOOSE(features, gelu_rows, rows, count); }

#if defined(__x86_64__)
// Stored rows are scored with products of bytes and lookups in 64 entries, or as AVX2 does it.
#define CHOOSE_SCAN(features, function, ...)                                                                                   \
    ((features) & QUARRY_AVX512_VBMI ? function##_avx512(__VA_ARGS__)                                                          \
     : (features) & QUARRY_AVX2      ? function##_avx2(__VA_ARGS__)                                                            \
                                     : function##_portable(__VA_ARGS__))
#else
#define CHOOSE_SCAN CHOOSE
#endif

void quarry_scores(uint32_t features, quarry_number number, quarry_measure measure, const float *query, const void *rows,
                   size_t stride, int32_t width, const uint32_t *ids, int32_t count, float *out) {
    CHOOSE_SCAN(features, scores, number == QUARRY_HALF, measure == QUARRY_DISTANCE, query, rows, stride, width, ids, count, out);
}

void quarry_byte_scores(uint32_t features, const quarry_bytes *query, const quarry_byte_rows *rows, const uint32_t *ids,
                        int32_t count, float *out) {
    CHOOSE_SCAN(features, byte_scores, query, rows, ids, count, out);
}

int32_t quarry_keep(uint32_t features, const float *scores, int32_t count, float threshold, uint32_t first, uint32_t *places,
                    float *kept) {
    return CHOOSE_SCAN(features, keep, scores, count, threshold, first, places, kept);
}

int32_t quarry_multiply_keeping(uint32_t features, const quarry_weights *weights, const quarry_rows *rows, int32_t count,
                                float weight, const float *additions, const float *thresholds, uint32_t first, float *room,
                                quarry_kept *kept) {
#if defined(__x86_64__)
    if (features & QUARRY_AVX512_VNNI)
        return keep_int8_vnni(weights, rows, count, weight, additions, thresholds, first, kept);
#endif
    size_t stride = ((size_t)weights->columns + 63) / 64 * 64;
    quarry_multiply(features, weights, rows, count, QUARRY_STORE, room, stride);
    if (additions || weight != 1)
        for (int32_t r = 0; r < count; r++)
            for (int32_t c = 0; c < weights->columns; c++)
                room[(size_t)r * stride + (size_t)c] =
                    room[(size_t)r * stride + (size_t)c] * weight + (additions ? additions[r] : 0);
    return CHOOSE_SCAN(features, keep_product, room, stride, count, weights->columns, thresholds, first, kept);
}

void quarry_largest(uint32_t features, const float *product, size_t stride, int32_t rows, int32_t columns, uint32_t *places) {
    CHOOSE_SCAN(features, largest, product, stride, rows, columns, places);
}

void quarry_rotate(uint32_t features, float *vector, int32_t width, const float *signs, int32_t rounds) {
    CHOOSE_SCAN(features, rotate, vector, width, signs, rounds);
}

void quarry_sign_tables(uint32_t features, const float *query, int32_t octets, uint8_t *entries, float *base, float *step) {
    CHOOSE_SCAN(features, sign_tables, query, octets, entries, base, step);
}

float quarry_sign_code(const float *vector, int32_t octets, int32_t row, uint8_t *block) {
    float sizes = 0;
    for (int32_t i = 0; i < octets * 32; i++) sizes += fabsf(vector[i]);
    for (int32_t o = 0; o < octets; o++)
        for (int32_t g = 0; g < 4; g++) {
            const float *low = vector + o * 32 + 4 * g, *high = low + 16;
            uint8_t code = 0;
            for (int i = 0; i < 4; i++) code |= (uint8_t)((low[i] > 0) << i | (high[i] > 0) << (4 + i));
            block[o * 64 + 4 * row + g] = code;
        }
    return sizes;
}

void quarry_pack_bytes(const quarry_weights *weights, int32_t first, int32_t count, const quarry_byte_rows *rows,
                       size_t from) {
    int32_t units = quarry_row_units(weights->kind, weights->depth);
    for (int32_t column = first; column < first + count; column++) {
        size_t row = from + (size_t)(column - first);
        weights->scales[column] = rows->scales[row];
        const int8_t *bytes = rows->bytes + row * rows->stride;
        uint32_t *place = weights->panels + (size_t)(column / 64) * 64 * (size_t)units + column % 64;
        for (int32_t k = 0; k < units; k++) {
            uint32_t unit;
            memcpy(&unit, bytes + (size_t)k * 4, 4);
            place[(size_t)k * 64] = unit ^ 0x80808080;
        }
    }
}

int32_t quarry_scan_codes(uint32_t features, const quarry_codes *codes, int32_t first, int32_t count,
                          const quarry_tables *tables, float offset, float threshold, uint32_t *places, float *kept) {
    return CHOOSE_SCAN(features, scan_codes, codes, first, count, tables, offset, threshold, places, kept);
}

void quarry_narrow(const float *in, size_t count, uint16_t *out) {
    for (size_t i = 0; i < count; i++) {
        union { float f; uint32_t u; } bits = {in[i]}, rounded;
        uint32_t sign = bits.u >> 16 & 0x8000;
        bits.u &= 0x7fffffff;
        if (bits.u >= 0x477ff000) {
            out[i] = (uint16_t)(sign | 0x7bff);
            continue;
        }
        if (bits.u < 0x38800000) {
            // Below 2^-14 a half is a multiple of 2^-24: adding 0.5 leaves that many bits.
            rounded.f = bits.f + 0.5f;
            out[i] = (uint16_t)(sign | (rounded.u - 0x3f000000));
        } else {
            out[i] = (uint16_t)(sign | ((bits.u - 0x38000000 + 0xfff + (bits.u >> 13 & 1)) >> 13));
        }
    }
}
