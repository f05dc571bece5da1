#pragma once

#include <stdint.h>

// Blocks of 128 numbers of equally many bits, in the manner of SIMD-BP128 (Lemire, Boytsov 2015): number i stands in lane i % 4,
// and each lane is a run of bits over the words 4 * k + lane. A block of `bits` takes 16 * bits bytes.

enum { QUARRY_BLOCK = 128 };

/// Bits that the largest of some numbers needs.
uint32_t quarry_bits(const uint32_t *values, int32_t count);
/// Packs 128 numbers of at most `bits` bits.
void quarry_pack_block(const uint32_t *values, uint32_t bits, uint8_t *out);
void quarry_unpack_block(const uint8_t *in, uint32_t bits, uint32_t *values);
/// Unpacks what lies between each number and the one before, less one: values[i] = values[i - 1] + 1 + in[i], with `before` in
/// front. Sums are mod 2^32.
void quarry_unpack_rising_block(const uint8_t *in, uint32_t bits, uint32_t before, uint32_t *values);
/// Fewer than 128 numbers, one after the other: (count * bits + 7) / 8 bytes.
void quarry_pack_some(const uint32_t *values, int32_t count, uint32_t bits, uint8_t *out);
/// Reads no byte behind the last that has a bit of these.
void quarry_unpack_some(const uint8_t *in, int32_t count, uint32_t bits, uint32_t *values);
void quarry_unpack_some_rising(const uint8_t *in, int32_t count, uint32_t bits, uint32_t before, uint32_t *values);
