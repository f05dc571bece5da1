#ifndef QUARRY_THREADER_WEIGHTS_H
#define QUARRY_THREADER_WEIGHTS_H

#include <stddef.h>

// What the threader learned, within the program, so that an installed quarry needs no file beside it. Written by
// quarry-train; the layout is described in Sources/Conversations/Trees/ThreadModel+File.swift.
//
// A function, for Swift sees an array of unknown length as one element.
const unsigned char *quarry_threader_weights(size_t *size);

#endif
