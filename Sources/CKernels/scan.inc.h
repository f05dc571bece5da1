// Scores of stored rows for one query, included once for each instruction set, on its vectors of 16 floats.
//
// Wanted: ROWNAME(x), FLOATS, INTS; SCAN_BYTES when the set has products of bytes of its own.

#define PREFETCH_AHEAD 8

// Rows that are wanted soon are asked for beforehand, as they lie anywhere in a file.
INLINE void ROWNAME(fetch)(const uint8_t *row, size_t bytes) {
    for (size_t line = 0; line < bytes; line += 64) __builtin_prefetch(row + line, 0, 3);
}

INLINE FLOATS ROWNAME(widened)(const uint16_t *p) {
#ifdef WIDEN
    return WIDEN(p);
#else
    // The bits of a half, moved to where a float has them, are that number times 2^-112.
    typedef uint16_t narrow __attribute__((vector_size(32), aligned(2)));
    INTS bits = __builtin_convertvector(*(const narrow *)p, INTS);
    return (FLOATS)(((bits & 0x7fff) << 13) | ((bits & 0x8000) << 16)) * 0x1p112f;
#endif
}

INLINE int ROWNAME(any)(INTS mask) {
#ifdef ANY
    return ANY(mask);
#else
    typedef int64_t wide __attribute__((vector_size(64)));
    wide w = (wide)mask;
    return (w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7]) != 0;
#endif
}

INLINE FLOATS ROWNAME(number)(const int is_half, const uint8_t *row, int32_t i) {
    return is_half ? ROWNAME(widened)((const uint16_t *)row + i) : ROWNAME(load)((const float *)row + i);
}

// Of one row or four, which then share the query's loads. A row's score is the same bits in whatever company it is: one sum a row,
// in the order of its numbers.
INLINE void ROWNAME(some_scores)(const int some, const int is_half, const int is_distance, const float *query,
                                 const uint8_t *const rows[4], int32_t width, float *out) {
    FLOATS sums[4];
#pragma clang loop unroll(full)
    for (int r = 0; r < some; r++) sums[r] = SPLAT(0);
    for (int32_t i = 0; i < width; i += 16) {
        FLOATS p = ROWNAME(load)(query + i);
#pragma clang loop unroll(full)
        for (int r = 0; r < some; r++) {
            FLOATS x = ROWNAME(number)(is_half, rows[r], i);
            if (is_distance) sums[r] -= (x - p) * (x - p);
            else sums[r] += x * p;
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < some; r++) out[r] = ROWNAME(sum)(sums[r]);
}

INLINE void ROWNAME(scores_of)(const int is_half, const int is_distance, const float *query, const uint8_t *rows,
                               size_t stride, int32_t width, const uint32_t *ids, int32_t count, float *out) {
    const uint8_t *some[4];
    int32_t i = 0;
    for (; i + 4 <= count; i += 4) {
        for (int32_t r = i; r < i + 4; r++) {
            some[r - i] = rows + (size_t)(ids ? ids[r] : (uint32_t)r) * stride;
            if (ids && r + PREFETCH_AHEAD < count) ROWNAME(fetch)(rows + (size_t)ids[r + PREFETCH_AHEAD] * stride, stride);
        }
        ROWNAME(some_scores)(4, is_half, is_distance, query, some, width, out + i);
    }
    for (; i < count; i++) {
        some[0] = rows + (size_t)(ids ? ids[i] : (uint32_t)i) * stride;
        ROWNAME(some_scores)(1, is_half, is_distance, query, some, width, out + i);
    }
}

static void ROWNAME(scores)(int is_half, int is_distance, const float *query, const uint8_t *rows, size_t stride,
                            int32_t width, const uint32_t *ids, int32_t count, float *out) {
    if (is_half && is_distance) ROWNAME(scores_of)(1, 1, query, rows, stride, width, ids, count, out);
    else if (is_half) ROWNAME(scores_of)(1, 0, query, rows, stride, width, ids, count, out);
    else if (is_distance) ROWNAME(scores_of)(0, 1, query, rows, stride, width, ids, count, out);
    else ROWNAME(scores_of)(0, 0, query, rows, stride, width, ids, count, out);
}

#ifndef SCAN_BYTES
#ifndef BYTE_PRODUCT
INLINE int32_t ROWNAME(byte_product)(const int8_t *query, const int8_t *row, int32_t width) {
    int32_t sum = 0;
    for (int32_t i = 0; i < width; i++) sum += (int32_t)query[i] * row[i];
    return sum;
}
#define BYTE_PRODUCT ROWNAME(byte_product)
#endif

static void ROWNAME(byte_scores)(const quarry_bytes *query, const quarry_byte_rows *rows, const uint32_t *ids,
                                 int32_t count, float *out) {
    for (int32_t i = 0; i < count; i++) {
        if (ids && i + PREFETCH_AHEAD < count)
            ROWNAME(fetch)((const uint8_t *)rows->bytes + (size_t)ids[i + PREFETCH_AHEAD] * rows->stride, rows->stride);
        size_t row = ids ? ids[i] : (uint32_t)i;
        int32_t product = BYTE_PRODUCT(query->bytes, rows->bytes + row * rows->stride, (int32_t)rows->stride);
        out[i] = (float)product * (rows->scales[row] * query->scale);
    }
}
#endif

// Keeps the places of scores that reach a threshold.
#ifndef KEEP
static int32_t ROWNAME(keep)(const float *scores, int32_t count, float threshold, uint32_t first, uint32_t *places,
                             float *kept) {
    int32_t found = 0;
    for (int32_t i = 0; i < count; i++)
        if (scores[i] >= threshold) {
            places[found] = first + (uint32_t)i;
            kept[found++] = scores[i];
        }
    return found;
}
#endif

// The same of a product's rows, each column with a threshold of its own.
static int32_t ROWNAME(keep_product)(const float *product, size_t stride, int32_t rows, int32_t columns,
                                     const float *thresholds, uint32_t first, quarry_kept *kept) {
    int32_t found = 0;
    for (int32_t r = 0; r < rows; r++) {
        const float *row = product + (size_t)r * stride;
        for (int32_t c = 0; c < columns; c += 16) {
            INTS reach = ROWNAME(load)(row + c) >= ROWNAME(load)(thresholds + c);
            if (!ROWNAME(any)(reach)) continue;
            for (int i = 0; i < 16 && c + i < columns; i++)
                if (reach[i]) kept[found++] = (quarry_kept){first + (uint32_t)r, (uint32_t)(c + i), row[c + i]};
        }
    }
    return found;
}

// The largest of each row of a product, the first of equal ones.
static void ROWNAME(largest)(const float *product, size_t stride, int32_t rows, int32_t columns, uint32_t *places) {
    for (int32_t r = 0; r < rows; r++) {
        const float *row = product + (size_t)r * stride;
        FLOATS most = SPLAT(-INFINITY);
        int32_t whole = columns & ~15;
        for (int32_t c = 0; c < whole; c += 16) most = ROWNAME(larger)(most, ROWNAME(load)(row + c));
        float value = ROWNAME(maximum)(most);
        for (int32_t c = whole; c < columns; c++) value = row[c] > value ? row[c] : value;
        int32_t c = 0;
        while (c < columns - 1 && row[c] != value) c++;
        places[r] = (uint32_t)c;
    }
}

// One step of Hadamard's transform within a vector: lanes n apart become sum and difference.
#define CROSSED(v, n)                                                                                                          \
    __builtin_shufflevector(v, v, 0 ^ n, 1 ^ n, 2 ^ n, 3 ^ n, 4 ^ n, 5 ^ n, 6 ^ n, 7 ^ n, 8 ^ n, 9 ^ n, 10 ^ n, 11 ^ n,           \
                            12 ^ n, 13 ^ n, 14 ^ n, 15 ^ n)
#define SIDE(l, n) ((l) & n ? -1.0f : 1.0f)
#define SIDES(n)                                                                                                               \
    ((FLOATS){SIDE(0, n), SIDE(1, n), SIDE(2, n), SIDE(3, n), SIDE(4, n), SIDE(5, n), SIDE(6, n), SIDE(7, n), SIDE(8, n),        \
              SIDE(9, n), SIDE(10, n), SIDE(11, n), SIDE(12, n), SIDE(13, n), SIDE(14, n), SIDE(15, n)})
#define CROSS(v, n) (CROSSED(v, n) + (v) * SIDES(n))

static void ROWNAME(hadamard)(float *v, int32_t width) {
    float scale = 1.0f / sqrtf((float)width);
    for (int32_t i = 0; i < width; i += 16) {
        FLOATS x = ROWNAME(load)(v + i) * scale;
        x = CROSS(x, 1);
        x = CROSS(x, 2);
        x = CROSS(x, 4);
        x = CROSS(x, 8);
        ROWNAME(store)(v + i, x);
    }
    for (int32_t half = 16; half < width; half *= 2)
        for (int32_t start = 0; start < width; start += 2 * half)
            for (int32_t i = start; i < start + half; i += 16) {
                FLOATS a = ROWNAME(load)(v + i), b = ROWNAME(load)(v + i + half);
                ROWNAME(store)(v + i, a + b);
                ROWNAME(store)(v + i + half, a - b);
            }
}

static void ROWNAME(rotate)(float *v, int32_t width, const float *signs, int32_t rounds) {
    int32_t power = 16;
    while (power * 2 <= width) power *= 2;
    for (int32_t round = 0; round < rounds; round++) {
        for (int32_t i = 0; i < width; i += 16)
            ROWNAME(store)(v + i, ROWNAME(load)(v + i) * ROWNAME(load)(signs + (size_t)round * (size_t)width + i));
        ROWNAME(hadamard)(round & 1 ? v + width - power : v, power);
    }
}
#undef CROSSED
#undef SIDE
#undef SIDES
#undef CROSS

// The entries of quarry_tables where a code is the signs of four numbers: each is the sum of the query's four with those signs.
static void ROWNAME(sign_tables)(const float *query, int32_t octets, uint8_t *entries, float *base, float *step) {
    const FLOATS signs[4] = {
        {-1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1}, {-1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1},
        {-1, -1, -1, -1, 1, 1, 1, 1, -1, -1, -1, -1, 1, 1, 1, 1}, {-1, -1, -1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1, 1, 1}};
    float most = 1e-30f, total = 0;
    for (int32_t g = 0; g < octets * 8; g++) {
        float reach = 0;
        for (int i = 0; i < 4; i++) reach += fabsf(query[4 * g + i]);
        total += reach;
        most = reach > most ? reach : most;
    }
    float factor = 255.0f / (2 * most);
    for (int32_t g = 0; g < octets * 8; g++) {
        const float *q = query + 4 * g;
        float reach = fabsf(q[0]) + fabsf(q[1]) + fabsf(q[2]) + fabsf(q[3]);
        FLOATS sums = signs[0] * q[0] + signs[1] * q[1] + signs[2] * q[2] + signs[3] * q[3];
        FLOATS scaled = ROWNAME(smaller)(ROWNAME(larger)((sums + reach) * factor + 0.5f, SPLAT(0)), SPLAT(255));
        typedef uint8_t small __attribute__((vector_size(16), aligned(1)));
        *(small *)(entries + 16 * g) = __builtin_convertvector(__builtin_convertvector(scaled, INTS), small);
    }
    *base = -total;
    *step = 2 * most / 255.0f;
}

// Estimates from codes: see quarry_codes. `SUM_BLOCK` adds the tables' entries of 16 rows.
#ifndef SUM_BLOCK
INLINE INTS ROWNAME(sum_block)(const uint8_t *codes, int32_t octets, const uint8_t *tables) {
    INTS sums = {0};
    for (int32_t o = 0; o < octets; o++)
        for (int r = 0; r < 16; r++)
            for (int g = 0; g < 4; g++) {
                uint8_t code = codes[o * 64 + 4 * r + g];
                sums[r] += tables[o * 128 + 16 * g + (code & 15)] + tables[o * 128 + 64 + 16 * g + (code >> 4)];
            }
    return sums;
}
#define SUM_BLOCK ROWNAME(sum_block)
#endif

#ifndef SCAN_CODES
static int32_t ROWNAME(scan_codes)(const quarry_codes *codes, int32_t first, int32_t count, const quarry_tables *tables,
                                   float offset, float threshold, uint32_t *places, float *kept) {
    int32_t found = 0;
    for (int32_t block = first; block < first + count; block++) {
        INTS sums = SUM_BLOCK(codes->codes + (size_t)block * (size_t)codes->octets * 64, codes->octets, tables->entries);
        FLOATS scores = __builtin_convertvector(sums, FLOATS) * tables->step + tables->base;
        scores = scores * ROWNAME(load)(codes->factors + (size_t)block * 16) + offset;
        if (codes->biases) scores += ROWNAME(load)(codes->biases + (size_t)block * 16);
        float each[16];
        ROWNAME(store)(each, scores);
        for (int r = 0; r < 16; r++)
            if (each[r] >= threshold) {
                places[found] = (uint32_t)block * 16 + (uint32_t)r;
                kept[found++] = each[r];
            }
    }
    return found;
}
#endif

#undef SUM_BLOCK
#undef PREFETCH_AHEAD
#undef SCAN_BYTES
#undef SCAN_CODES
#undef KEEP
#undef ANY
#undef WIDEN
#undef BYTE_PRODUCT
