// Row functions on vectors of 16 floats, included once for each instruction set: ROWNAME(x) gives the function its
// name. The compiler makes of a vector what the set has.

typedef float ROWNAME(floats) __attribute__((vector_size(64), aligned(4)));
typedef int32_t ROWNAME(ints) __attribute__((vector_size(64), aligned(4)));

INLINE FLOATS ROWNAME(load)(const float *p) { return *(const FLOATS *)p; }
INLINE void ROWNAME(store)(float *p, FLOATS v) { *(FLOATS *)p = v; }

INLINE FLOATS ROWNAME(select)(INTS mask, FLOATS yes, FLOATS no) {
    return (FLOATS)(((INTS)yes & mask) | ((INTS)no & ~mask));
}
INLINE FLOATS ROWNAME(larger)(FLOATS a, FLOATS b) { return ROWNAME(select)(a > b, a, b); }
INLINE FLOATS ROWNAME(smaller)(FLOATS a, FLOATS b) { return ROWNAME(select)(a < b, a, b); }

// The vector turned by half, a quarter, an eighth and a sixteenth: after the four every lane has all.
#define TURNED(v, n)                                                                                                   \
    __builtin_shufflevector(v, v, (n) % 16, (n + 1) % 16, (n + 2) % 16, (n + 3) % 16, (n + 4) % 16, (n + 5) % 16,      \
                            (n + 6) % 16, (n + 7) % 16, (n + 8) % 16, (n + 9) % 16, (n + 10) % 16, (n + 11) % 16,      \
                            (n + 12) % 16, (n + 13) % 16, (n + 14) % 16, (n + 15) % 16)

INLINE float ROWNAME(sum)(FLOATS v) {
    v += TURNED(v, 8);
    v += TURNED(v, 4);
    v += TURNED(v, 2);
    v += TURNED(v, 1);
    return v[0];
}

INLINE float ROWNAME(maximum)(FLOATS v) {
    v = ROWNAME(larger)(v, TURNED(v, 8));
    v = ROWNAME(larger)(v, TURNED(v, 4));
    v = ROWNAME(larger)(v, TURNED(v, 2));
    v = ROWNAME(larger)(v, TURNED(v, 1));
    return v[0];
}
#undef TURNED

// Exchanges blocks of n by n off the diagonal of two rows: with n = 8, 4, 2, 1 over all pairs a matrix of 16 by 16 is
// transposed.
#define FROM_FIRST(l, n) ((l) & (n) ? 16 + (l) - (n) : (l))
#define FROM_SECOND(l, n) ((l) & (n) ? 16 + (l) : (l) + (n))
#define LANES(f, n) f(0, n), f(1, n), f(2, n), f(3, n), f(4, n), f(5, n), f(6, n), f(7, n), f(8, n), f(9, n),         \
                    f(10, n), f(11, n), f(12, n), f(13, n), f(14, n), f(15, n)
#define EXCHANGE(rows, n)                                                                                              \
    for (int i = 0; i < 16; i++)                                                                                       \
        if (!(i & n)) {                                                                                                \
            INTS a = rows[i], b = rows[i + n];                                                                         \
            rows[i] = __builtin_shufflevector(a, b, LANES(FROM_FIRST, n));                                             \
            rows[i + n] = __builtin_shufflevector(a, b, LANES(FROM_SECOND, n));                                        \
        }

// Writes rows of units as columns 64 apart, up to 16 of each at a time.
static void ROWNAME(transpose)(const uint32_t *rows, size_t stride, int32_t count, int32_t units, uint32_t *panel) {
    int32_t first = 0;
    for (; count == 16 && first + 16 <= units; first += 16) {
        INTS block[16];
        for (int i = 0; i < 16; i++) block[i] = *(const INTS *)(rows + (size_t)i * stride + first);
        EXCHANGE(block, 8)
        EXCHANGE(block, 4)
        EXCHANGE(block, 2)
        EXCHANGE(block, 1)
        for (int i = 0; i < 16; i++) *(INTS *)(panel + (size_t)(first + i) * 64) = block[i];
    }
    for (int32_t t = 0; t < count; t++)
        for (int32_t k = first; k < units; k++)
            panel[(size_t)k * 64 + (size_t)t] = rows[(size_t)t * stride + (size_t)k];
}
#undef FROM_FIRST
#undef FROM_SECOND
#undef LANES
#undef EXCHANGE

// e^x = 2^n * e^r with |r| <= ln 2 / 2, and e^r by its series; relative error 2e-7. Below -87 it is 0.
INLINE FLOATS ROWNAME(exponential)(FLOATS x) {
    FLOATS clamped = ROWNAME(smaller)(ROWNAME(larger)(x, SPLAT(-87.0f)), SPLAT(88.0f));
    FLOATS shifted = clamped * 1.44269504f + 12582912.0f;
    FLOATS n = shifted - 12582912.0f;
    FLOATS r = clamped - n * 0.693359375f;
    r = r - n * -2.12194440e-4f;
    FLOATS p = SPLAT(1.9875691500e-4f);
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    FLOATS e = p * r * r + r + 1.0f;
    INTS power = ((INTS)shifted - 0x4b400000 + 127) << 23;
    return ROWNAME(select)(x < SPLAT(-87.0f), SPLAT(0), e * (FLOATS)power);
}

// 2^x for x <= 0: the whole part in the exponent, the rest by its series; relative error 3e-6. Below -126 it is as good
// as 0.
INLINE FLOATS ROWNAME(power_of_two)(FLOATS x) {
    x = ROWNAME(larger)(x, SPLAT(-126.0f));
    FLOATS shifted = x + 12582912.0f;
    FLOATS r = x - (shifted - 12582912.0f);
    FLOATS p = SPLAT(1.3333558e-3f);
    p = p * r + 9.6181291e-3f;
    p = p * r + 5.5504109e-2f;
    p = p * r + 2.4022651e-1f;
    p = p * r + 6.9314718e-1f;
    p = p * r + 1.0f;
    // The lowest bits of `shifted` are the whole part.
    return (FLOATS)((INTS)p + ((INTS)shifted << 23));
}

// x/2 (1 + erf(x / sqrt 2)), with an odd polynomial for erf, fitted for least error of the whole: at most 4e-5.
INLINE FLOATS ROWNAME(gelu)(FLOATS x) {
    FLOATS c = ROWNAME(smaller)(ROWNAME(larger)(x, SPLAT(-4.0f)), SPLAT(4.0f));
    FLOATS s = c * c;
    FLOATS p = SPLAT(-2.602493915e-09f);
    p = p * s + 2.083861094e-07f;
    p = p * s + -7.314113443e-06f;
    p = p * s + 1.497080834e-04f;
    p = p * s + -2.012966239e-03f;
    p = p * s + 1.901073998e-02f;
    p = p * s + -1.317755807e-01f;
    p = p * s + 7.973467273e-01f;
    FLOATS half = x * 0.5f;
    return half + half * (p * c);
}

// The same with five more terms, in a variable from -1 to 1 since powers of c^2 would cancel: at most 9e-7
// for |x| < 5, and 4e-7 |x| beyond.
INLINE FLOATS ROWNAME(gelu_closely)(FLOATS x) {
    FLOATS c = ROWNAME(smaller)(ROWNAME(larger)(x, SPLAT(-5.0f)), SPLAT(5.0f));
    FLOATS u = c * c * 0.08f - 1.0f;
    FLOATS p = SPLAT(9.859112294e-04f);
    p = p * u + -3.028284947e-03f;
    p = p * u + 4.003786923e-03f;
    p = p * u + -5.831397956e-03f;
    p = p * u + 1.233080312e-02f;
    p = p * u + -2.194642121e-02f;
    p = p * u + 3.299533504e-02f;
    p = p * u + -4.667347674e-02f;
    p = p * u + 6.285245533e-02f;
    p = p * u + -8.086589692e-02f;
    p = p * u + 1.030428419e-01f;
    p = p * u + -1.405933048e-01f;
    p = p * u + 2.827275609e-01f;
    FLOATS half = x * 0.5f;
    return half + half * (p * c);
}

INLINE FLOATS ROWNAME(gelu_by_tanh)(FLOATS x) {
    FLOATS u = (x + x * x * x * 0.044715f) * 0.7978845608f;
    // x/2 (1 + tanh u) = x / (1 + e^-2u)
    return x / (ROWNAME(exponential)(u * -2.0f) + 1.0f);
}

static void ROWNAME(gelu_rows)(float *rows, size_t count) {
    for (size_t i = 0; i < count; i += 16) ROWNAME(store)(rows + i, ROWNAME(gelu_by_tanh)(ROWNAME(load)(rows + i)));
}

// The largest value of a row, without its sign, and with `squares` the sum of its squares.
INLINE float ROWNAME(extent)(const float *in, int32_t width, float *squares) {
    FLOATS most = SPLAT(0), sums = SPLAT(0);
    int32_t whole = width & ~15;
    for (int32_t i = 0; i < whole; i += 16) {
        FLOATS v = ROWNAME(load)(in + i);
        most = ROWNAME(larger)(most, ROWNAME(larger)(v, -v));
        if (squares) sums += v * v;
    }
    float largest = ROWNAME(maximum)(most), sum = squares ? ROWNAME(sum)(sums) : 0;
    for (int32_t i = whole; i < width; i++) {
        float v = in[i] < 0 ? -in[i] : in[i];
        largest = v > largest ? v : largest;
        sum += v * v;
    }
    if (squares) *squares = sum;
    return largest;
}

// Scales a row to at most 32,767 and a length of 46,000, and rounds: no product of two such rows, nor of parts of them, leaves
// 32 bits, for none is larger than the product of the lengths.
static void ROWNAME(to_int16)(const float *in, int32_t width, uint32_t *out, int32_t units, float *scale) {
    float squares, largest = ROWNAME(extent)(in, width, &squares), length = sqrtf(squares);
    // Rows of zeros, and of what is no number, have a scale too.
    float unit = largest / 32767.0f > length / 46000.0f ? largest / 32767.0f : length / 46000.0f;
    float factor = unit > 1e-30f ? 1.0f / unit : 0.0f;
    *scale = unit > 1e-30f ? unit : 0.0f;
    int16_t *numbers = (int16_t *)out;
    int32_t whole = width & ~15;
    typedef int16_t small __attribute__((vector_size(32), aligned(2)));
    for (int32_t i = 0; i < whole; i += 16) {
        INTS rounded = (INTS)(ROWNAME(load)(in + i) * factor + 12582912.0f) - 0x4b400000;
        *(small *)(numbers + i) = __builtin_convertvector(rounded, small);
    }
    for (int32_t i = whole; i < width; i++) {
        union { float f; int32_t n; } bits = {in[i] * factor + 12582912.0f};
        numbers[i] = (int16_t)(bits.n - 0x4b400000);
    }
    for (int32_t i = width; i < units * 2; i++) numbers[i] = 0;
}

// The two largest values of a row, without their signs.
INLINE void ROWNAME(largest_two)(const float *in, int32_t width, float *first, float *second) {
    FLOATS most = SPLAT(0), next = SPLAT(0);
    int32_t whole = width & ~15;
    for (int32_t i = 0; i < whole; i += 16) {
        FLOATS v = ROWNAME(load)(in + i);
        v = ROWNAME(larger)(v, -v);
        next = ROWNAME(larger)(next, -ROWNAME(larger)(-most, -v));
        most = ROWNAME(larger)(most, v);
    }
    *first = ROWNAME(maximum)(most);
    INTS is_first = most == *first;
    FLOATS rest = (FLOATS)(((INTS)next & is_first) | ((INTS)most & ~is_first));
    *second = __builtin_reduce_add(is_first) < -1 ? *first : ROWNAME(maximum)(rest);
    for (int32_t i = whole; i < width; i++) {
        float v = in[i] < 0 ? -in[i] : in[i];
        if (v > *first) {
            *second = *first;
            *first = v;
        } else if (v > *second) {
            *second = v;
        }
    }
}

// Where a row has its largest value.
INLINE int32_t ROWNAME(place_of_largest)(const float *in, int32_t width, float largest) {
    int32_t i = 0;
    for (; i + 16 <= width; i += 16) {
        FLOATS v = ROWNAME(load)(in + i);
        if (__builtin_reduce_or((INTS)(v == largest) | (INTS)(v == -largest))) break;
    }
    while (i < width - 1 && in[i] != largest && in[i] != -largest) i++;
    return i;
}

// Scales a row so that its largest value becomes 127, and rounds. With room for a peak it is the second largest, and the largest is
// at most some times as much: one value that stands out would leave the others few steps.
static void ROWNAME(to_int8)(const float *in, int32_t width, uint32_t *out, int32_t units, float *scale, int32_t *sum,
                             quarry_peak *peak) {
    float largest, largest_of_all = 0;
    if (peak) {
        const float most_times = 16;
        ROWNAME(largest_two)(in, width, &largest_of_all, &largest);
        largest = largest < largest_of_all / most_times ? largest_of_all / most_times : largest;
    } else {
        largest = ROWNAME(extent)(in, width, 0);
    }
    // Rows of zeros, and of what is no number, have a scale too.
    float factor = largest > 1e-30f ? 127.0f / largest : 0.0f;
    *scale = largest > 1e-30f ? largest / 127.0f : 0.0f;
    int8_t *bytes = (int8_t *)out;
    INTS total = {0};
    int32_t rest = 0, whole = width & ~15;
    typedef int8_t small __attribute__((vector_size(16), aligned(1)));
    for (int32_t i = 0; i < whole; i += 16) {
        FLOATS shifted = ROWNAME(load)(in + i) * factor + 12582912.0f;
        INTS rounded = (INTS)shifted - 0x4b400000;
        total += rounded;
        *(small *)(bytes + i) = __builtin_convertvector(rounded, small);
    }
    for (int32_t i = whole; i < width; i++) {
        union { float f; int32_t n; } bits = {in[i] * factor + 12582912.0f};
        rest += bits.n - 0x4b400000;
        bytes[i] = (int8_t)(bits.n - 0x4b400000);
    }
    for (int32_t i = width; i < units * 4; i++) bytes[i] = 0;
    for (int i = 0; i < 16; i++) rest += total[i];
    *sum = rest;
    if (!peak) return;
    *peak = (quarry_peak){0, 0, 0};
    if (!(largest_of_all > largest)) return;
    int32_t place = ROWNAME(place_of_largest)(in, width, largest_of_all);
    union { float f; int32_t n; } bits = {largest_of_all * factor + 12582912.0f};
    int32_t number = bits.n - 0x4b400000, times = (number - 1) / 127;
    int8_t most = in[place] < 0 ? -127 : 127;
    bytes[place] = (int8_t)((most < 0 ? -number : number) - times * most);
    *peak = (quarry_peak){place / 4, (uint32_t)(uint8_t)most << place % 4 * 8, times};
}

static void ROWNAME(convert)(quarry_kind kind, const float *in, size_t stride, int32_t count, int32_t width,
                          const quarry_rows *out) {
    int32_t units = quarry_row_units(kind, width);
    for (int32_t r = 0; r < count; r++) {
        const float *row = in + (size_t)r * stride;
        uint32_t *to = out->units + (size_t)r * out->stride;
        switch (kind) {
        case QUARRY_F32: memcpy(to, row, (size_t)width * 4); break;
        case QUARRY_INT16: ROWNAME(to_int16)(row, width, to, units, out->scales + r); break;
        case QUARRY_INT8: ROWNAME(to_int8)(row, width, to, units, out->scales + r, out->sums + r, out->peaks ? out->peaks + r : 0); break;
        case QUARRY_BF16: __builtin_unreachable();
        }
    }
}

static void ROWNAME(normalise_rows)(float *rows, size_t stride, int32_t count, int32_t width, const float *weight,
                                 const float *bias, float epsilon) {
    int32_t whole = width & ~15;
    for (int32_t r = 0; r < count; r++) {
        float *x = rows + (size_t)r * stride;
        FLOATS sums = SPLAT(0);
        float mean = 0, variance = 0;
        for (int32_t i = 0; i < whole; i += 16) sums += ROWNAME(load)(x + i);
        for (int32_t i = whole; i < width; i++) mean += x[i];
        mean = (mean + ROWNAME(sum)(sums)) / (float)width;
        FLOATS squares = SPLAT(0);
        for (int32_t i = 0; i < whole; i += 16) {
            FLOATS d = ROWNAME(load)(x + i) - mean;
            squares += d * d;
        }
        for (int32_t i = whole; i < width; i++) variance += (x[i] - mean) * (x[i] - mean);
        variance = (variance + ROWNAME(sum)(squares)) / (float)width;
        float scale = 1.0f / sqrtf(variance + epsilon);
        for (int32_t i = 0; i < whole; i += 16) {
            FLOATS unit = (ROWNAME(load)(x + i) - mean) * scale;
            ROWNAME(store)(x + i, unit * ROWNAME(load)(weight + i) + ROWNAME(load)(bias + i));
        }
        for (int32_t i = whole; i < width; i++) x[i] = (x[i] - mean) * scale * weight[i] + bias[i];
    }
}

static void ROWNAME(embed)(const int32_t *ids, const int32_t *segments, int32_t count, int32_t width,
                           const float *word_table, const float *position_table, const float *segment_table,
                           float *rows, size_t stride) {
    for (int32_t t = 0; t < count; t++) {
        const float *word = word_table + (size_t)ids[t] * (size_t)width;
        const float *position = position_table + (size_t)t * (size_t)width;
        const float *segment = segment_table + (size_t)(segments ? segments[t] : 0) * (size_t)width;
        float *row = rows + (size_t)t * stride;
        for (int32_t i = 0; i < width; i++) row[i] = word[i] + segment[i] + position[i];
    }
}

static void ROWNAME(mean)(const float *rows, size_t stride, int32_t count, int32_t width, float *out) {
    for (int32_t i = 0; i < width; i++) out[i] = 0;
    for (int32_t t = 0; t < count; t++)
        for (int32_t i = 0; i < width; i++) out[i] += rows[(size_t)t * stride + (size_t)i];
    float factor = count > 0 ? 1.0f / (float)count : 0;
    for (int32_t i = 0; i < width; i++) out[i] *= factor;
}

static void ROWNAME(scale_to_unit)(float *vector, int32_t width) {
    typedef double wide __attribute__((vector_size(128)));
    wide sums = {0};
    int32_t whole = width & ~15;
    for (int32_t i = 0; i < whole; i += 16) {
        wide v = __builtin_convertvector(ROWNAME(load)(vector + i), wide);
        sums += v * v;
    }
    double squares = 0;
    for (int i = 0; i < 16; i++) squares += sums[i];
    for (int32_t i = whole; i < width; i++) squares += (double)vector[i] * (double)vector[i];
    if (squares <= 0) return;
    float factor = (float)(1.0 / sqrt(squares));
    for (int32_t i = 0; i < width; i++) vector[i] *= factor;
}
