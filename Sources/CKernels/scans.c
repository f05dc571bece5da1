#include "scans.h"
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

#define REST(type)                                                                                                             \
    INLINE uint64_t rest_##type(const type *values, size_t count, type low, type high) {                                       \
        uint64_t word = 0;                                                                                                     \
        for (size_t i = 0; i < count; i++) word |= (uint64_t)((values[i] >= low) & (values[i] <= high)) << i;                  \
        return word;                                                                                                           \
    }
REST(int64_t)
REST(double)
REST(uint16_t)

// One function a type and instruction set: whole words by WORD, the last by single values.
#define SCAN(name, type, WORD)                                                                                                 \
    static void name(const type *values, size_t count, type low, type high, uint64_t *words) {                                 \
        size_t whole = count / 64;                                                                                             \
        for (size_t i = 0; i < whole; i++) words[i] = WORD(values + 64 * i, low, high);                                        \
        if (count % 64) words[whole] = rest_##type(values + 64 * whole, count % 64, low, high);                                \
    }

#define PORTABLE_WORD(type)                                                                                                    \
    INLINE uint64_t word_##type(const type *values, type low, type high) { return rest_##type(values, 64, low, high); }
PORTABLE_WORD(int64_t)
PORTABLE_WORD(double)
PORTABLE_WORD(uint16_t)
SCAN(int64_portable, int64_t, word_int64_t)
SCAN(double_portable, double, word_double)
SCAN(uint16_portable, uint16_t, word_uint16_t)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

INLINE uint64_t word_int64_avx2(const int64_t *values, int64_t low, int64_t high) {
    __m256i least = _mm256_set1_epi64x(low), most = _mm256_set1_epi64x(high);
    uint64_t outside = 0;
    for (int i = 0; i < 16; i++) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(values + 4 * i));
        __m256i out = _mm256_or_si256(_mm256_cmpgt_epi64(least, v), _mm256_cmpgt_epi64(v, most));
        outside |= (uint64_t)(uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(out)) << (4 * i);
    }
    return ~outside;
}

INLINE uint64_t word_double_avx2(const double *values, double low, double high) {
    __m256d least = _mm256_set1_pd(low), most = _mm256_set1_pd(high);
    uint64_t word = 0;
    for (int i = 0; i < 16; i++) {
        __m256d v = _mm256_loadu_pd(values + 4 * i);
        __m256d in = _mm256_and_pd(_mm256_cmp_pd(v, least, _CMP_GE_OQ), _mm256_cmp_pd(v, most, _CMP_LE_OQ));
        word |= (uint64_t)(uint32_t)_mm256_movemask_pd(in) << (4 * i);
    }
    return word;
}

INLINE uint64_t word_uint16_avx2(const uint16_t *values, uint16_t low, uint16_t high) {
    // Unsigned numbers lie between bounds when their distance from the lower one is at most that of the upper.
    __m256i least = _mm256_set1_epi16((short)low), span = _mm256_set1_epi16((short)(high - low));
    uint64_t word = 0;
    for (int i = 0; i < 2; i++) {
        __m256i a = _mm256_sub_epi16(_mm256_loadu_si256((const __m256i *)(values + 32 * i)), least);
        __m256i b = _mm256_sub_epi16(_mm256_loadu_si256((const __m256i *)(values + 32 * i + 16)), least);
        a = _mm256_cmpeq_epi16(_mm256_min_epu16(a, span), a);
        b = _mm256_cmpeq_epi16(_mm256_min_epu16(b, span), b);
        // Packing works within halves; the permutation puts them in order.
        __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(a, b), 0xd8);
        word |= (uint64_t)(uint32_t)_mm256_movemask_epi8(packed) << (32 * i);
    }
    return word;
}

SCAN(int64_avx2, int64_t, word_int64_avx2)
SCAN(double_avx2, double, word_double_avx2)
SCAN(uint16_avx2, uint16_t, word_uint16_avx2)
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)

INLINE uint64_t word_int64_avx512(const int64_t *values, int64_t low, int64_t high) {
    __m512i least = _mm512_set1_epi64(low), most = _mm512_set1_epi64(high);
    uint64_t word = 0;
    for (int i = 0; i < 8; i++) {
        __m512i v = _mm512_loadu_si512(values + 8 * i);
        __mmask8 in = _mm512_mask_cmple_epi64_mask(_mm512_cmpge_epi64_mask(v, least), v, most);
        word |= (uint64_t)in << (8 * i);
    }
    return word;
}

INLINE uint64_t word_double_avx512(const double *values, double low, double high) {
    __m512d least = _mm512_set1_pd(low), most = _mm512_set1_pd(high);
    uint64_t word = 0;
    for (int i = 0; i < 8; i++) {
        __m512d v = _mm512_loadu_pd(values + 8 * i);
        __mmask8 in = _mm512_mask_cmp_pd_mask(_mm512_cmp_pd_mask(v, least, _CMP_GE_OQ), v, most, _CMP_LE_OQ);
        word |= (uint64_t)in << (8 * i);
    }
    return word;
}

INLINE uint64_t word_uint16_avx512(const uint16_t *values, uint16_t low, uint16_t high) {
    __m512i least = _mm512_set1_epi16((short)low), most = _mm512_set1_epi16((short)high);
    uint64_t word = 0;
    for (int i = 0; i < 2; i++) {
        __m512i v = _mm512_loadu_si512(values + 32 * i);
        __mmask32 in = _mm512_mask_cmple_epu16_mask(_mm512_cmpge_epu16_mask(v, least), v, most);
        word |= (uint64_t)in << (32 * i);
    }
    return word;
}

SCAN(int64_avx512, int64_t, word_int64_avx512)
SCAN(double_avx512, double, word_double_avx512)
SCAN(uint16_avx512, uint16_t, word_uint16_avx512)
#pragma clang attribute pop

#define CHOOSE(kind)                                                                                                           \
    if (features & QUARRY_AVX512) return kind##_avx512(values, count, low, high, words);                                       \
    if (features & QUARRY_AVX2) return kind##_avx2(values, count, low, high, words);                                           \
    kind##_portable(values, count, low, high, words)
#else
#define CHOOSE(kind) kind##_portable(values, count, low, high, words)
#endif

void quarry_scan_int64(uint32_t features, const int64_t *values, size_t count, int64_t low, int64_t high, uint64_t *words) {
    CHOOSE(int64);
}

void quarry_scan_double(uint32_t features, const double *values, size_t count, double low, double high, uint64_t *words) {
    CHOOSE(double);
}

void quarry_scan_uint16(uint32_t features, const uint16_t *values, size_t count, uint16_t low, uint16_t high, uint64_t *words) {
    CHOOSE(uint16);
}

// Without its instruction a processor counts a word's bits in a dozen.
#define BITS(name, TARGET)                                                                                                     \
    TARGET static size_t count_bits_##name(const uint64_t *words, size_t count) {                                              \
        size_t sum = 0;                                                                                                        \
        for (size_t i = 0; i < count; i++) sum += (size_t)__builtin_popcountll(words[i]);                                      \
        return sum;                                                                                                            \
    }                                                                                                                          \
    TARGET static size_t number_bits_##name(const uint64_t *words, size_t count, uint32_t *numbers, size_t most) {             \
        size_t found = 0;                                                                                                      \
        for (size_t i = 0; i < count; i++)                                                                                     \
            for (uint64_t word = words[i]; word && found < most; word &= word - 1)                                             \
                numbers[found++] = (uint32_t)(i * 64 + (size_t)__builtin_ctzll(word));                                         \
        return found;                                                                                                          \
    }
BITS(portable, )
#if defined(__x86_64__)
BITS(avx2, __attribute__((target("avx2,popcnt,bmi"))))
#define CHOOSE_BITS(features, function, ...)                                                                                   \
    ((features) & QUARRY_AVX2 ? function##_avx2(__VA_ARGS__) : function##_portable(__VA_ARGS__))
#else
#define CHOOSE_BITS(features, function, ...) ((void)(features), function##_portable(__VA_ARGS__))
#endif

size_t quarry_count_bits(uint32_t features, const uint64_t *words, size_t count) {
    return CHOOSE_BITS(features, count_bits, words, count);
}

size_t quarry_number_bits(uint32_t features, const uint64_t *words, size_t count, uint32_t *numbers, size_t most) {
    return CHOOSE_BITS(features, number_bits, words, count, numbers, most);
}
