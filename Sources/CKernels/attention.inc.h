// Self-attention of one sequence, head by head, included once for each instruction set and kind of product:
//
//     scores = queries · keys^T; shares = e^(scores / sqrt width - most); out = shares · values / sum of shares
//
// Keys are packed as the panels of the first product, values as those of the second where two share a unit. Between the
// products stands a block of rows that stays in the cache. Scratch, in 32-bit units: lines (bf16 only), keys, values
// (bf16 only), scores, shares (bf16 only), results.

static void NAME(attend)(const float *in, size_t in_stride, int32_t length, int32_t heads, int32_t width, float *out,
                         size_t out_stride, float *scratch) {
    const int32_t block = QUARRY_ATTENTION_ROWS;
    const int32_t padded = (length + 15) & ~15, panels = (padded + 63) / 64, columns = (width + 15) & ~15;
    const int32_t key_units = quarry_row_units(KIND, width), value_units = quarry_row_units(KIND, length);
    const int32_t hidden_units = quarry_row_units(KIND, heads * width);
    const float scale = 1.44269504f / sqrtf((float)width);
    uint32_t *rest = (uint32_t *)scratch;
#if IS_BF16
    size_t stride = ((size_t)hidden_units * 3 + 7) / 8 * 8;
    uint32_t *lines = rest;
    rest += (size_t)length * stride;
    for (int32_t t = 0; t < length; t++) {
        // A row ends with room up to a multiple of 16, in both.
        const float *row = in + (size_t)t * in_stride;
        uint16_t *line = (uint16_t *)(lines + (size_t)t * stride);
        for (int32_t i = 0; i < 3 * heads * width; i += 16) store_native_bf16(line + i, ROWNAME(load)(row + i));
    }
    uint32_t *values = rest;
    rest += (size_t)value_units * columns;
    uint32_t *shares = rest;
    rest += (size_t)block * (padded / 2);
    const size_t share_stride = (size_t)padded / 2, value_stride = (size_t)columns;
#else
    size_t stride = in_stride;
    const uint32_t *lines = (const uint32_t *)in;
#endif
    uint32_t *keys = rest;
    rest += (size_t)panels * 64 * key_units;
    float *scores = (float *)rest;
    rest += (size_t)block * padded;
    float *results = (float *)rest;
    for (int32_t head = 0; head < heads; head++) {
        const uint32_t *query = lines + (size_t)head * key_units;
        const uint32_t *key = query + hidden_units;
        const uint32_t *value = key + hidden_units;
        for (int32_t t = 0; t < length; t += 16)
            ROWNAME(transpose)(key + (size_t)t * stride, stride, length - t < 16 ? length - t : 16, key_units,
                               keys + (size_t)(t / 64) * 64 * key_units + t % 64);
#if IS_BF16
        for (int32_t pair = 0; pair < value_units; pair++) {
            const uint16_t *first = (const uint16_t *)(value + (size_t)(2 * pair) * stride);
            // Behind the last of an odd number stands a row of zeros.
            static const uint16_t nothing[QUARRY_MOST_HEAD_WIDTH];
            const uint16_t *second = 2 * pair + 1 < length ? first + 2 * stride : nothing;
            uint32_t *place = values + (size_t)pair * columns;
            int32_t i = 0;
            for (; i + 16 <= width; i += 16) {
                typedef uint16_t narrow __attribute__((vector_size(32), aligned(2)));
                *(INTS *)(place + i) = __builtin_convertvector(*(const narrow *)(first + i), INTS)
                                       | __builtin_convertvector(*(const narrow *)(second + i), INTS) << 16;
            }
            for (; i < width; i++) place[i] = first[i] | (uint32_t)second[i] << 16;
        }
#else
        // A vector of columns may reach beyond a narrow head's own, whose results nobody reads.
        const uint32_t *values = value;
        const uint32_t *shares = (const uint32_t *)scores;
        const size_t share_stride = (size_t)padded, value_stride = stride;
#endif
        for (int32_t top = 0; top < length; top += block) {
            int32_t count = length - top < block ? length - top : block;
            for (int32_t panel = 0; panel < panels; panel++) {
                int32_t wide = padded - panel * 64;
                NAME(columns)((wide < 64 ? wide : 64) / 16, query + (size_t)top * stride, stride, count,
                              keys + (size_t)panel * 64 * key_units, 64, key_units, 0, 0, 0, 0, 0, QUARRY_STORE,
                              scores + panel * 64, (size_t)padded);
            }
            float shrink[QUARRY_ATTENTION_ROWS];
            for (int32_t r = 0; r < count; r++) {
                float *row = scores + (size_t)r * padded;
                for (int32_t i = length; i < padded; i++) row[i] = -INFINITY;
                FLOATS most = ROWNAME(load)(row);
                for (int32_t i = 16; i < padded; i += 16) most = ROWNAME(larger)(most, ROWNAME(load)(row + i));
                float offset = ROWNAME(maximum)(most) * scale;
                FLOATS total = SPLAT(0);
                for (int32_t i = 0; i < padded; i += 16) {
                    FLOATS e = ROWNAME(power_of_two)(ROWNAME(load)(row + i) * scale - offset);
                    total += e;
#if IS_BF16
                    store_native_bf16((uint16_t *)(shares + (size_t)r * share_stride) + i, e);
#else
                    ROWNAME(store)(row + i, e);
#endif
                }
                shrink[r] = 1.0f / ROWNAME(sum)(total);
            }
            for (int32_t column = 0; column < columns; column += 64) {
                int32_t wide = columns - column;
                NAME(columns)((wide < 64 ? wide : 64) / 16, shares, share_stride, count, values + column, value_stride,
                              value_units, 0, 0, 0, 0, 0, QUARRY_STORE, results + column, (size_t)columns);
            }
            for (int32_t r = 0; r < count; r++) {
                float *to = out + (size_t)(top + r) * out_stride + (size_t)head * width;
                const float *from = results + (size_t)r * columns;
                int32_t i = 0;
                for (; i + 16 <= width; i += 16) ROWNAME(store)(to + i, ROWNAME(load)(from + i) * shrink[r]);
                for (; i < width; i++) to[i] = from[i] * shrink[r];
            }
        }
    }
}
