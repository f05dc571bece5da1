#pragma once
#include <zlib.h>

// inflateInit2 is a macro that passes the version and the size of the stream. Negative window bits: no zlib header,
// which is how a zip file stores its entries.
static inline int quarry_inflate_raw(z_stream *stream) {
    return inflateInit2(stream, -MAX_WBITS);
}
