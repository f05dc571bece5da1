// What AVX-512 with VNNI and VBMI has for scan.inc.h.

INLINE FLOATS native_half_avx512(const uint16_t *p) {
    return (FLOATS)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p));
}
#define WIDEN native_half_avx512

#define ANY(mask) (_mm512_movepi32_mask((__m512i)(mask)) != 0)

INLINE int32_t kept_avx512(__mmask16 reach, __m512 scores, uint32_t first, uint32_t *places, float *kept) {
    const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    // Compressed in a register: a store that compresses takes a hundred steps on Zen 4.
    __m512i place = _mm512_maskz_compress_epi32(reach, _mm512_add_epi32(lanes, _mm512_set1_epi32((int32_t)first)));
    _mm512_storeu_si512(places, place);
    _mm512_storeu_ps(kept, _mm512_maskz_compress_ps(reach, scores));
    return __builtin_popcount(reach);
}

#define KEEP
static int32_t keep_avx512(const float *scores, int32_t count, float threshold, uint32_t first, uint32_t *places,
                           float *kept) {
    int32_t found = 0;
    __m512 least = _mm512_set1_ps(threshold);
    for (int32_t i = 0; i < count; i += 16) {
        __mmask16 some = count - i < 16 ? (__mmask16)((1 << (count - i)) - 1) : 0xffff;
        __m512 values = _mm512_maskz_loadu_ps(some, scores + i);
        __mmask16 reach = _mm512_mask_cmp_ps_mask(some, values, least, _CMP_GE_OQ);
        if (reach) found += kept_avx512(reach, values, first + (uint32_t)i, places + found, kept + found);
    }
    return found;
}

// The processor wants one factor unsigned: the query plus 128. Each row's sum takes it back.
INLINE int32_t byte_product_avx512(const __m512i *query, int32_t vectors, const int8_t *row) {
    __m512i a = _mm512_setzero_si512(), b = a;
    int32_t i = 0;
    for (; i + 2 <= vectors; i += 2) {
        a = _mm512_dpbusd_epi32(a, query[i], _mm512_loadu_si512(row + 64 * i));
        b = _mm512_dpbusd_epi32(b, query[i + 1], _mm512_loadu_si512(row + 64 * i + 64));
    }
    if (i < vectors) a = _mm512_dpbusd_epi32(a, query[i], _mm512_loadu_si512(row + 64 * i));
    return _mm512_reduce_add_epi32(_mm512_add_epi32(a, b));
}

// Four rows at once: they share the query's loads, and their sums are added up together.
INLINE __m128i byte_products_avx512(const __m512i *query, int32_t vectors, const int8_t *const rows[4]) {
    __m512i a = _mm512_setzero_si512(), b = a, c = a, d = a;
    for (int32_t i = 0; i < vectors; i++) {
        a = _mm512_dpbusd_epi32(a, query[i], _mm512_loadu_si512(rows[0] + 64 * i));
        b = _mm512_dpbusd_epi32(b, query[i], _mm512_loadu_si512(rows[1] + 64 * i));
        c = _mm512_dpbusd_epi32(c, query[i], _mm512_loadu_si512(rows[2] + 64 * i));
        d = _mm512_dpbusd_epi32(d, query[i], _mm512_loadu_si512(rows[3] + 64 * i));
    }
    __m512i ab = _mm512_add_epi32(_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
    __m512i cd = _mm512_add_epi32(_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
    __m512i all = _mm512_add_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    __m256i half = _mm256_add_epi32(_mm512_castsi512_si256(all), _mm512_extracti64x4_epi64(all, 1));
    return _mm_add_epi32(_mm256_castsi256_si128(half), _mm256_extracti128_si256(half, 1));
}

#define SCAN_BYTES
static void byte_scores_avx512(const quarry_bytes *query, const quarry_byte_rows *rows, const uint32_t *ids, int32_t count,
                               float *out) {
    enum { MOST = QUARRY_MOST_INPUTS * 4 / 64 };
    __m512i raised[MOST];
    int32_t vectors = (int32_t)(rows->stride / 64), ahead = 8;
    for (int32_t i = 0; i < vectors; i++)
        raised[i] = _mm512_xor_si512(_mm512_loadu_si512(query->bytes + 64 * i), _mm512_set1_epi8(-128));
    int32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        uint32_t row[4];
        const int8_t *bytes[4];
        for (int32_t k = 0; k < 4; k++) {
            row[k] = ids ? ids[i + k] : (uint32_t)(i + k);
            bytes[k] = rows->bytes + (size_t)row[k] * rows->stride;
            if (!ids || i + k + ahead >= count) continue;
            const int8_t *later = rows->bytes + (size_t)ids[i + k + ahead] * rows->stride;
            for (size_t line = 0; line < rows->stride; line += 64) __builtin_prefetch(later + line, 0, 3);
        }
        int32_t products[4];
        _mm_storeu_si128((__m128i *)products, byte_products_avx512(raised, vectors, bytes));
        for (int32_t k = 0; k < 4; k++)
            out[i + k] = (float)(products[k] - 128 * rows->sums[row[k]]) * (rows->scales[row[k]] * query->scale);
    }
    for (; i < count; i++) {
        size_t row = ids ? ids[i] : (uint32_t)i;
        int32_t product = byte_product_avx512(raised, vectors, rows->bytes + row * rows->stride);
        out[i] = (float)(product - 128 * rows->sums[row]) * (rows->scales[row] * query->scale);
    }
}

// A lookup takes 64 entries: four groups of 16 at once, the group in the index's upper bits. The product with ones adds the four
// groups of a row. Four blocks share each load of tables.
#define SCAN_CODES
INLINE void sum_blocks_avx512(const int blocks, const uint8_t *codes, int32_t octets, const uint8_t *tables, __m512i *sums) {
    const __m512i group = _mm512_set1_epi32(0x30201000), low = _mm512_set1_epi8(15), ones = _mm512_set1_epi8(1);
    __m512i even[4], odd[4];
    for (int b = 0; b < blocks; b++) even[b] = odd[b] = _mm512_setzero_si512();
    for (int32_t o = 0; o < octets; o++) {
        __m512i first = _mm512_loadu_si512(tables + o * 128), second = _mm512_loadu_si512(tables + o * 128 + 64);
#pragma clang loop unroll(full)
        for (int b = 0; b < blocks; b++) {
            __m512i x = _mm512_loadu_si512(codes + (size_t)(b * octets + o) * 64);
            // (x & low) | group
            __m512i i = _mm512_ternarylogic_epi32(x, low, group, 0xea);
            __m512i j = _mm512_ternarylogic_epi32(_mm512_srli_epi16(x, 4), low, group, 0xea);
            even[b] = _mm512_dpbusd_epi32(even[b], _mm512_permutexvar_epi8(i, first), ones);
            odd[b] = _mm512_dpbusd_epi32(odd[b], _mm512_permutexvar_epi8(j, second), ones);
        }
    }
    for (int b = 0; b < blocks; b++) sums[b] = _mm512_add_epi32(even[b], odd[b]);
}

static int32_t scan_codes_avx512(const quarry_codes *codes, int32_t first, int32_t count, const quarry_tables *tables,
                                 float offset, float threshold, uint32_t *places, float *kept) {
    int32_t found = 0;
    __m512 base = _mm512_set1_ps(tables->base), step = _mm512_set1_ps(tables->step);
    __m512 add = _mm512_set1_ps(offset), least = _mm512_set1_ps(threshold);
    for (int32_t block = first; block < first + count;) {
        int some = first + count - block >= 4 ? 4 : 1;
        __m512i sums[4];
        const uint8_t *here = codes->codes + (size_t)block * (size_t)codes->octets * 64;
        if (some == 4) sum_blocks_avx512(4, here, codes->octets, tables->entries, sums);
        else sum_blocks_avx512(1, here, codes->octets, tables->entries, sums);
        for (int b = 0; b < some; b++, block++) {
            __m512 scores = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[b]), step, base);
            scores = _mm512_fmadd_ps(scores, _mm512_loadu_ps(codes->factors + (size_t)block * 16), add);
            if (codes->biases) scores = _mm512_add_ps(scores, _mm512_loadu_ps(codes->biases + (size_t)block * 16));
            __mmask16 reach = _mm512_cmp_ps_mask(scores, least, _CMP_GE_OQ);
            if (reach) found += kept_avx512(reach, scores, (uint32_t)block * 16, places + found, kept + found);
        }
    }
    return found;
}
#include "scan.inc.h"
