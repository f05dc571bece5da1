// What AVX2 has for scan.inc.h.

INLINE FLOATS native_half_avx2(const uint16_t *p) {
    __m256 low = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p));
    __m256 high = _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p + 1));
    return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}
#define WIDEN native_half_avx2

// Pairs of 16-bit numbers, whose products cannot saturate.
INLINE int32_t byte_product_avx2(const int8_t *query, const int8_t *row, int32_t width) {
    __m256i sums = _mm256_setzero_si256(), more = sums;
    for (int32_t i = 0; i < width; i += 32) {
        const __m128i *a = (const __m128i *)(query + i), *b = (const __m128i *)(row + i);
        sums = _mm256_add_epi32(sums, _mm256_madd_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128(a)),
                                                        _mm256_cvtepi8_epi16(_mm_loadu_si128(b))));
        more = _mm256_add_epi32(more, _mm256_madd_epi16(_mm256_cvtepi8_epi16(_mm_loadu_si128(a + 1)),
                                                        _mm256_cvtepi8_epi16(_mm_loadu_si128(b + 1))));
    }
    sums = _mm256_add_epi32(sums, more);
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4e));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xb1));
    return _mm_cvtsi128_si32(half);
}
#define BYTE_PRODUCT byte_product_avx2

// A lookup takes 16 entries of one group: four of them, each blind to the bytes of the other three.
INLINE __m256i found_avx2(__m256i index, const uint8_t *entries) {
    __m256i found = _mm256_setzero_si256();
    for (int g = 0; g < 4; g++) {
        __m256i blind = _mm256_set1_epi32((int32_t)(0x80808080u & ~(0x80u << (8 * g))));
        __m256i table = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(entries + 16 * g)));
        found = _mm256_or_si256(found, _mm256_shuffle_epi8(table, _mm256_or_si256(index, blind)));
    }
    // Sums of two bytes fit 16 bits, and so do those of all four.
    __m256i pairs = _mm256_maddubs_epi16(found, _mm256_set1_epi8(1));
    return _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
}

INLINE INTS sum_block_avx2(const uint8_t *codes, int32_t octets, const uint8_t *tables) {
    __m256i sums[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()}, low = _mm256_set1_epi8(15);
    for (int32_t o = 0; o < octets; o++)
        for (int h = 0; h < 2; h++) {
            __m256i x = _mm256_loadu_si256((const __m256i *)(codes + o * 64 + 32 * h));
            sums[h] = _mm256_add_epi32(sums[h], found_avx2(_mm256_and_si256(x, low), tables + o * 128));
            x = _mm256_and_si256(_mm256_srli_epi16(x, 4), low);
            sums[h] = _mm256_add_epi32(sums[h], found_avx2(x, tables + o * 128 + 64));
        }
    INTS all;
    _mm256_storeu_si256((__m256i *)&all, sums[0]);
    _mm256_storeu_si256((__m256i *)&all + 1, sums[1]);
    return all;
}
#define SUM_BLOCK sum_block_avx2
#include "scan.inc.h"
