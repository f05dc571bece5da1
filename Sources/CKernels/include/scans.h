#pragma once

#include <stddef.h>
#include <stdint.h>

// Which of some values lie between two bounds, both included: a bit each, from the lowest of the first word. Bits behind the
// last value are zero. `features` is a set of quarry_feature. No number that is none lies between any bounds.

void quarry_scan_int64(uint32_t features, const int64_t *values, size_t count, int64_t low, int64_t high, uint64_t *words);
void quarry_scan_double(uint32_t features, const double *values, size_t count, double low, double high, uint64_t *words);
void quarry_scan_uint16(uint32_t features, const uint16_t *values, size_t count, uint16_t low, uint16_t high, uint64_t *words);

// How many bits of some words are set, and the numbers of those that are, in order, for `most` of which there is room; returns how
// many were written.
size_t quarry_count_bits(uint32_t features, const uint64_t *words, size_t count);
size_t quarry_number_bits(uint32_t features, const uint64_t *words, size_t count, uint32_t *numbers, size_t most);
