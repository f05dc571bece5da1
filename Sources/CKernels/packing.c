#include "packing.h"

#include <string.h>

// The compiler's vectors, which every processor that we build for has: nothing here is worth a dispatch.
typedef uint32_t lanes __attribute__((vector_size(16)));

static inline lanes load(const uint8_t *p) {
    lanes v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline uint32_t mask_of(uint32_t bits) {
    return bits == 32 ? UINT32_MAX : (1u << bits) - 1;
}

uint32_t quarry_bits(const uint32_t *values, int32_t count) {
    uint32_t all = 0;
    for (int32_t i = 0; i < count; i++) all |= values[i];
    return all == 0 ? 0 : 32 - (uint32_t)__builtin_clz(all);
}

void quarry_pack_block(const uint32_t *values, uint32_t bits, uint8_t *out) {
    if (bits == 0) return;
    lanes word = {0};
    uint32_t used = 0;
    for (int k = 0; k < QUARRY_BLOCK / 4; k++) {
        lanes v;
        memcpy(&v, values + 4 * k, sizeof v);
        word |= v << used;
        used += bits;
        if (used >= 32) {
            memcpy(out, &word, sizeof word);
            out += sizeof word;
            used -= 32;
            word = used == 0 ? (lanes){0} : v >> (bits - used);
        }
    }
}

// With `bits` known when compiled, the loop has neither branches nor variable shifts left.
static inline __attribute__((always_inline)) void unpack(const uint8_t *in, uint32_t bits, int rises, uint32_t before,
                                                          uint32_t *values) {
    lanes last = (lanes){0} + before;
    const lanes mask = (lanes){0} + mask_of(bits);
    lanes word = bits == 0 ? (lanes){0} : load(in);
    uint32_t used = 0;
#pragma clang loop unroll(full)
    for (int k = 0; k < QUARRY_BLOCK / 4; k++) {
        lanes v = word >> used;
        used += bits;
        if (used >= 32) {
            used -= 32;
            if (used > 0 || k + 1 < QUARRY_BLOCK / 4) word = load(in += 16);
            if (used > 0) v |= word << (bits - used);
        }
        v &= mask;
        if (rises) {
            const lanes zero = {0};
            v += 1;
            v += __builtin_shufflevector(v, zero, 4, 0, 1, 2);
            v += __builtin_shufflevector(v, zero, 4, 4, 0, 1);
            v += last;
            last = __builtin_shufflevector(v, v, 3, 3, 3, 3);
        }
        memcpy(values + 4 * k, &v, sizeof v);
    }
}

#define CASE(n)                                                                                                                \
    case n: return unpack(in, n, rises, before, values);
#define CASES(n) CASE(n) CASE(n + 1) CASE(n + 2) CASE(n + 3)

static inline __attribute__((always_inline)) void unpack_any(const uint8_t *in, uint32_t bits, int rises, uint32_t before,
                                                              uint32_t *values) {
    switch (bits) {
        CASES(0) CASES(4) CASES(8) CASES(12) CASES(16) CASES(20) CASES(24) CASES(28) CASE(32)
    }
}

void quarry_unpack_block(const uint8_t *in, uint32_t bits, uint32_t *values) {
    unpack_any(in, bits, 0, 0, values);
}

void quarry_unpack_rising_block(const uint8_t *in, uint32_t bits, uint32_t before, uint32_t *values) {
    unpack_any(in, bits, 1, before, values);
}

void quarry_pack_some(const uint32_t *values, int32_t count, uint32_t bits, uint8_t *out) {
    uint64_t word = 0;
    uint32_t used = 0;
    for (int32_t i = 0; i < count; i++) {
        word |= (uint64_t)values[i] << used;
        for (used += bits; used >= 8; used -= 8) {
            *out++ = (uint8_t)word;
            word >>= 8;
        }
    }
    if (used > 0) *out = (uint8_t)word;
}

static inline __attribute__((always_inline)) void unpack_some(const uint8_t *in, int32_t count, uint32_t bits, int rises,
                                                               uint32_t before, uint32_t *values) {
    uint64_t word = 0;
    uint32_t has = 0;
    const uint32_t mask = mask_of(bits);
    for (int32_t i = 0; i < count; i++) {
        for (; has < bits; has += 8) word |= (uint64_t)*in++ << has;
        uint32_t value = (uint32_t)word & mask;
        word >>= bits;
        has -= bits;
        before = rises ? before + 1 + value : value;
        values[i] = before;
    }
}

void quarry_unpack_some(const uint8_t *in, int32_t count, uint32_t bits, uint32_t *values) {
    unpack_some(in, count, bits, 0, 0, values);
}

void quarry_unpack_some_rising(const uint8_t *in, int32_t count, uint32_t bits, uint32_t before, uint32_t *values) {
    unpack_some(in, count, bits, 1, before, values);
}
