#pragma once

#include <stddef.h>
#include <stdint.h>

// Products and row functions of a transformer, for one thread, with run-time dispatch. `features` is a set of
// quarry_feature that the processor has; with none the portable code runs. Row strides are in elements and multiples of
// 16; the columns between a matrix's width and the next multiple of 16 are written as zero.

typedef enum {
    QUARRY_AVX2 = 1,         // with FMA and F16C
    QUARRY_AVX512 = 2,       // F, BW, DQ, VL
    QUARRY_AVX512_VNNI = 4,
    QUARRY_AVX512_BF16 = 8,
    QUARRY_AVX512_VBMI = 16, // with VNNI
} quarry_feature;

/// What the processor has.
uint32_t quarry_processor_features(void);
/// Cores that this process may use; the C library's macros for it are not visible to Swift.
int32_t quarry_usable_cores(void);

/// What a product multiplies. Each 32-bit unit of a row holds one f32, two int16 or bf16, or four int8.
typedef enum {
    QUARRY_F32 = 0,
    QUARRY_INT16 = 1,      // with QUARRY_AVX512_VNNI only
    QUARRY_INT8 = 2,
    QUARRY_BF16 = 3,       // in attention only, with QUARRY_AVX512_BF16
} quarry_kind;

/// What buffers on the stack are sized for.
enum { QUARRY_MOST_INPUTS = 8192, QUARRY_MOST_HEAD_WIDTH = 256 };

/// Weights of `columns` outputs by `depth` inputs, in panels of 64 columns: for each unit of the depth 64 columns side
/// by side. int8 weights are stored plus 128, as the processor wants one factor unsigned; the sum of each row of the
/// other factor takes it back.
typedef struct {
    quarry_kind kind;
    int32_t columns;
    int32_t depth;
    uint32_t *panels;      // quarry_panel_units
    float *scales;         // of each column, padded to 64; of integers only
    float *bias;           // padded to 64
} quarry_weights;

/// 32-bit units that a row of `depth` takes.
int32_t quarry_row_units(quarry_kind kind, int32_t depth);
/// 32-bit units that the panels take.
size_t quarry_panel_units(quarry_kind kind, int32_t columns, int32_t depth);
/// Makes all weights zero.
void quarry_clear_panels(const quarry_weights *weights);
/// Fills some columns' panels and scales from rows of f32, one a column.
void quarry_pack(uint32_t features, const quarry_weights *weights, int32_t first, int32_t count, const float *rows,
                 size_t stride);

typedef enum {
    QUARRY_STORE = 0,          // out = product + bias
    QUARRY_ADD = 1,            // out += product + bias
    QUARRY_GELU = 2,           // out = gelu(product + bias), by a polynomial that differs by at most 4e-5
    QUARRY_GELU_CLOSELY = 3,   // the same by one that differs by at most 1e-6, beyond |x| = 5 by 4e-7 |x|
} quarry_finish;

/// A row's largest value, where all others are much smaller and have the scale: its unit holds what is left after this was taken
/// out of it some times, 127 or -127 in the byte of a unit that is zero otherwise.
typedef struct {
    int32_t place;      // of its unit in the row
    uint32_t unit;
    int32_t times;
} quarry_peak;

/// The left factor of a product: rows of units, of integers with each row's scale, of int8 with its sum and, if there is room for
/// it, its peak.
typedef struct {
    uint32_t *units;
    size_t stride;      // units
    float *scales;
    int32_t *sums;
    quarry_peak *peaks;
} quarry_rows;

void quarry_multiply(uint32_t features, const quarry_weights *weights, const quarry_rows *rows, int32_t count,
                     quarry_finish finish, float *out, size_t stride);

/// Turns rows of f32 into units: as they are, or rounded to integers with a scale a row, with peaks if there is room for them.
void quarry_convert(uint32_t features, quarry_kind kind, const float *in, size_t stride, int32_t count, int32_t width,
                    const quarry_rows *out);

/// f32 scratch that `quarry_attend` needs for sequences of up to `length`.
size_t quarry_attention_scratch(int32_t length, int32_t heads, int32_t head_width);
/// Self-attention of one sequence: `in` has queries, keys and values of all heads side by side, and 16 floats behind
/// its last row that may be read.
void quarry_attend(uint32_t features, quarry_kind kind, const float *in, size_t in_stride, int32_t length,
                   int32_t heads, int32_t head_width, float *out, size_t out_stride, float *scratch);

/// Normalises rows in place: (x - mean) / sqrt(variance + epsilon) * weight + bias.
void quarry_normalise_rows(uint32_t features, float *rows, size_t stride, int32_t count, int32_t width,
                           const float *weight, const float *bias, float epsilon);
/// rows = words[ids] + positions + segments, for one sequence.
void quarry_embed(uint32_t features, const int32_t *ids, const int32_t *segments, int32_t count, int32_t width,
                  const float *word_table, const float *position_table, const float *segment_table, float *rows,
                  size_t stride);
/// The mean of some rows.
void quarry_mean(uint32_t features, const float *rows, size_t stride, int32_t count, int32_t width, float *out);
/// Scales a vector to length one; a vector of length zero stays.
void quarry_scale_to_unit(uint32_t features, float *vector, int32_t width);
/// GELU by the tanh with which some models were trained.
void quarry_gelu_by_tanh(uint32_t features, float *rows, size_t count);

// Stored rows, scored for one query. `ids` are the rows that are wanted, anywhere; without them the first `count` are.

typedef enum { QUARRY_SINGLE = 0, QUARRY_HALF = 1 } quarry_number;
typedef enum { QUARRY_PRODUCT = 0, QUARRY_DISTANCE = 1 } quarry_measure;

/// Products, or squared distances with a minus, of rows whose stride is in bytes. The width is a multiple of 16.
void quarry_scores(uint32_t features, quarry_number number, quarry_measure measure, const float *query, const void *rows,
                   size_t stride, int32_t width, const uint32_t *ids, int32_t count, float *out);

/// A query of bytes and what a byte is worth. As many bytes as the stride of the rows that it meets.
typedef struct {
    const int8_t *bytes;
    float scale;
} quarry_bytes;

/// Rows of bytes, a multiple of 64 apart, the rest zero; what a byte of each is worth, and each row's sum.
typedef struct {
    const int8_t *bytes;
    size_t stride;
    const float *scales;
    const int32_t *sums;
} quarry_byte_rows;

void quarry_byte_scores(uint32_t features, const quarry_bytes *query, const quarry_byte_rows *rows, const uint32_t *ids,
                        int32_t count, float *out);

/// Writes the places, from `first` on, and values of the scores that reach a threshold. Returns how many; there must be room for
/// all, and for 16 more.
int32_t quarry_keep(uint32_t features, const float *scores, int32_t count, float threshold, uint32_t first, uint32_t *places,
                    float *kept);

/// Fills some columns of int8 weights from rows of bytes.
void quarry_pack_bytes(const quarry_weights *weights, int32_t first, int32_t count, const quarry_byte_rows *rows,
                       size_t from);

/// A score that reached its column's threshold.
typedef struct {
    uint32_t row;
    uint32_t column;
    float score;
} quarry_kept;

/// Writes what of a product of bytes, times a weight and with what is added to each row, reaches its column's threshold; rows are
/// counted from `first` on. There must be room for all. Thresholds are padded to a multiple of 64 with infinity; `room` is for a
/// number each of rows and padded columns.
int32_t quarry_multiply_keeping(uint32_t features, const quarry_weights *weights, const quarry_rows *rows, int32_t count,
                                float weight, const float *additions, const float *thresholds, uint32_t first, float *room,
                                quarry_kept *kept);

/// The column of the largest number of each row; the first of equal ones.
void quarry_largest(uint32_t features, const float *product, size_t stride, int32_t rows, int32_t columns, uint32_t *places);

/// Codes of rows: for each of some groups of dimensions one of 16 values. A block is 16 rows, and for each octet of groups 64
/// bytes: byte 4r + g has row r's value for group g in its lower half, and for group 4 + g in its upper.
typedef struct {
    const uint8_t *codes;
    int32_t octets;
    const float *factors;   // of each row; one that is no number keeps its row from being found
    const float *biases;    // of each row, or none
} quarry_codes;

/// What each value of each group adds to an estimate: 128 entries an octet, those of group g from 16g on. The estimate is
/// (base + step * sum) * factor + offset + bias.
typedef struct {
    const uint8_t *entries;
    float base;
    float step;
} quarry_tables;

/// As `quarry_keep`, of the estimates of some blocks. A place is a block's number times 16, and the row in it.
int32_t quarry_scan_codes(uint32_t features, const quarry_codes *codes, int32_t first, int32_t count,
                          const quarry_tables *tables, float offset, float threshold, uint32_t *places, float *kept);

/// Rounds to half precision, to the nearest and to even; what is too large becomes the largest.
void quarry_narrow(const float *in, size_t count, uint16_t *out);

/// Turns a vector by signs and Hadamard transforms: of the first power of two numbers in even rounds, of the last in odd ones. The
/// width is a multiple of 32; there is a sign for each number and round.
void quarry_rotate(uint32_t features, float *vector, int32_t width, const float *signs, int32_t rounds);

/// Writes the signs of a vector as the code of one row of a block, four numbers a group, and returns the sum of their sizes.
float quarry_sign_code(const float *vector, int32_t octets, int32_t row, uint8_t *block);

/// The tables of a query that meets such codes: what the products with the signs are.
void quarry_sign_tables(uint32_t features, const float *query, int32_t octets, uint8_t *entries, float *base, float *step);
