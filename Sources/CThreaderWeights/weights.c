#include "quarry_threader_weights.h"

// #embed is C23, and clang's extension in any other C; it makes the compiler notice when the file changes.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char weights[] = {
#embed "threader.weights"
};

const unsigned char *quarry_threader_weights(size_t *size) {
    *size = sizeof weights;
    return weights;
}
