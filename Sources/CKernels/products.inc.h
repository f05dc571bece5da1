// Products by blocks of rows and vectors of 16 columns, included once for each instruction set and kind. A block's sums
// stay in registers while its panel goes by: for each unit of the depth a few vectors of weights meet a few broadcast
// units.
//
// Wanted: NAME(x); WEIGHTS, SUMS (vector types); STEP(sums, weights, unit); LOAD_WEIGHTS(p); BROADCAST(unit); ZERO;
// FINISHED(sums, row, column) as floats of a FLOATS vector; ROWS, the most rows of a block with four vectors. Where it may be:
// PEAKS, rows have peaks; KEEPS, what reaches a threshold is wanted (AVX-512); ATTENDS, attention, ATTENDS_ONLY, nothing else.

INLINE void NAME(add_up)(const int rows, const int vectors, const uint32_t *units, size_t stride,
                         const uint32_t *panel, size_t panel_stride, int32_t depth, const quarry_peak *peaks,
                         SUMS block[12][4]) {
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) block[r][v] = ZERO;
    for (int32_t k = 0; k < depth; k++) {
        WEIGHTS weights[4];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) weights[v] = LOAD_WEIGHTS(panel + (size_t)k * panel_stride + 16 * v);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            WEIGHTS unit = BROADCAST(units + (size_t)r * stride + k);
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) block[r][v] = STEP(block[r][v], weights[v], unit);
        }
    }
#ifdef PEAKS
    if (!peaks) return;
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        const uint32_t *line = panel + (size_t)peaks[r].place * panel_stride;
        WEIGHTS unit = BROADCAST(&peaks[r].unit);
        for (int32_t t = 0; t < peaks[r].times; t++)
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) block[r][v] = STEP(block[r][v], LOAD_WEIGHTS(line + 16 * v), unit);
    }
#endif
}

INLINE void NAME(block)(
    const int rows, const int vectors, const uint32_t *units, size_t stride, const uint32_t *panel, size_t panel_stride,
    int32_t depth, const float *scales, const int32_t *sums, const quarry_peak *peaks, const float *column_scales,
    const float *bias, quarry_finish finish, float *out, size_t out_stride) {
    SUMS block[12][4];
    // What is added to was written long ago: it comes near while the sums grow.
    if (finish == QUARRY_ADD)
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) __builtin_prefetch(out + (size_t)r * out_stride + 16 * v, 1);
    NAME(add_up)(rows, vectors, units, stride, panel, panel_stride, depth, peaks, block);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            FLOATS value = FINISHED(block[r][v], r, v);
            if (bias) value += ROWNAME(load)(bias + 16 * v);
            float *place = out + (size_t)r * out_stride + 16 * v;
            if (finish == QUARRY_ADD) value += ROWNAME(load)(place);
            if (finish == QUARRY_GELU) value = ROWNAME(gelu)(value);
            if (finish == QUARRY_GELU_CLOSELY) value = ROWNAME(gelu_closely)(value);
            ROWNAME(store)(place, value);
        }
}

#define BLOCK(r, v)                                                                                                    \
    NAME(block)(r, v, units + (size_t)row * stride, stride, panel, panel_stride, depth, scales ? scales + row : 0,     \
                sums ? sums + row : 0, peaks ? peaks + row : 0, column_scales, bias, finish, out + (size_t)row * out_stride, out_stride)

// All rows with 16 to 64 columns of one panel.
static void NAME(panel)(int vectors, const uint32_t *units, size_t stride, int32_t count, const uint32_t *panel,
                        size_t panel_stride, int32_t depth, const float *scales, const int32_t *sums,
                        const quarry_peak *peaks, const float *column_scales, const float *bias, quarry_finish finish, float *out,
                        size_t out_stride) {
    int32_t row = 0;
    switch (vectors) {
    case 4:
        for (; row + ROWS <= count; row += ROWS) BLOCK(ROWS, 4);
        for (; row + 2 <= count; row += 2) BLOCK(2, 4);
        for (; row < count; row++) BLOCK(1, 4);
        break;
    case 3:
        for (; row + ROWS <= count; row += ROWS) BLOCK(ROWS, 3);
        for (; row < count; row++) BLOCK(1, 3);
        break;
    case 2:
        for (; row + 2 * ROWS <= count; row += 2 * ROWS) BLOCK(2 * ROWS, 2);
        for (; row + 3 <= count; row += 3) BLOCK(3, 2);
        for (; row < count; row++) BLOCK(1, 2);
        break;
    case 1:
        for (; row + 2 * ROWS <= count; row += 2 * ROWS) BLOCK(2 * ROWS, 1);
        for (; row < count; row++) BLOCK(1, 1);
        break;
    }
}
#undef BLOCK

// As many vectors at once as the registers hold.
static void NAME(columns)(int vectors, const uint32_t *units, size_t stride, int32_t count, const uint32_t *panel,
                          size_t panel_stride, int32_t depth, const float *scales, const int32_t *sums,
                          const quarry_peak *peaks, const float *column_scales, const float *bias, quarry_finish finish, float *out,
                          size_t out_stride) {
    for (int v = 0; v < vectors; v += VECTORS) {
        int some = vectors - v < VECTORS ? vectors - v : VECTORS;
        NAME(panel)(some, units, stride, count, panel + 16 * v, panel_stride, depth, scales, sums, peaks,
                    column_scales ? column_scales + 16 * v : 0, bias ? bias + 16 * v : 0, finish, out + 16 * v,
                    out_stride);
    }
}

#ifndef ATTENDS_ONLY
static void NAME(multiply)(const quarry_weights *weights, const quarry_rows *rows, int32_t count, quarry_finish finish,
                           float *out, size_t stride) {
    int32_t depth = quarry_row_units(weights->kind, weights->depth);
    for (int32_t column = 0; column < weights->columns; column += 64) {
        int32_t rest = weights->columns - column;
        NAME(columns)((rest < 64 ? rest + 15 : 64) / 16, rows->units, rows->stride, count,
                      weights->panels + (size_t)column * (size_t)depth, 64, depth, rows->scales, rows->sums,
                      rows->peaks, weights->scales ? weights->scales + column : 0, weights->bias ? weights->bias + column : 0,
                      finish, out + column, stride);
    }
}
#endif

#ifdef KEEPS
// Of a block with 64 columns what reaches its column's threshold; nothing else is written.
INLINE quarry_kept *NAME(keep_block)(
    const int rows, const uint32_t *units, size_t stride, const uint32_t *panel, int32_t depth, const float *scales,
    const int32_t *sums, const float *column_scales, float weight, const float *additions, const float *thresholds,
    uint32_t row, uint32_t column, quarry_kept *kept) {
    SUMS block[12][4];
    NAME(add_up)(rows, 4, units, stride, panel, 64, depth, 0, block);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        FLOATS values[4];
        uint64_t reach = 0;
        const float scale = scales[r] * weight, addition = additions ? additions[r] : 0;
#pragma clang loop unroll(full)
        for (int v = 0; v < 4; v++) {
            FLOATS sum = __builtin_convertvector((INTS)block[r][v] - sums[r] * 128, FLOATS);
            values[v] = sum * (ROWNAME(load)(column_scales + 16 * v) * scale) + addition;
            reach |= (uint64_t)_mm512_cmp_ps_mask((__m512)values[v], _mm512_loadu_ps(thresholds + 16 * v), _CMP_GE_OQ) << 16 * v;
        }
        if (__builtin_expect(reach == 0, 1)) continue;
        float scores[64];
        memcpy(scores, values, sizeof scores);
        for (; reach; reach &= reach - 1) {
            int c = __builtin_ctzll(reach);
            *kept++ = (quarry_kept){row + (uint32_t)r, column + (uint32_t)c, scores[c]};
        }
    }
    return kept;
}

static int32_t NAME(keep)(const quarry_weights *weights, const quarry_rows *rows, int32_t count, float weight,
                          const float *additions, const float *thresholds, uint32_t first, quarry_kept *kept) {
    int32_t depth = quarry_row_units(weights->kind, weights->depth), row;
    quarry_kept *next = kept;
#define KEEP_BLOCK(r)                                                                                                  \
    NAME(keep_block)(r, rows->units + (size_t)row * rows->stride, rows->stride,                                        \
                     weights->panels + (size_t)column * (size_t)depth, depth, rows->scales + row, rows->sums + row,    \
                     weights->scales + column, weight, additions ? additions + row : 0, thresholds + column,           \
                     first + (uint32_t)row, (uint32_t)column, next)
    for (int32_t column = 0; column < weights->columns; column += 64) {
        for (row = 0; row + ROWS <= count; row += ROWS) next = KEEP_BLOCK(ROWS);
        for (; row < count; row++) next = KEEP_BLOCK(1);
    }
#undef KEEP_BLOCK
    return (int32_t)(next - kept);
}
#endif

#ifdef ATTENDS
#include "attention.inc.h"
#endif
#undef KEEPS
#undef PEAKS
#undef ATTENDS
#undef ATTENDS_ONLY
#undef IS_BF16
#undef KIND
#undef NAME
#undef WEIGHTS
#undef SUMS
#undef STEP
#undef LOAD_WEIGHTS
#undef BROADCAST
#undef ZERO
#undef FINISHED
#undef ROWS
#undef VECTORS
