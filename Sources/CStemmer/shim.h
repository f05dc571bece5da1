#pragma once
#include <dlfcn.h>
#include <libstemmer.h>

// The functions of libstemmer, which is loaded by whoever stems first, as libcrypto is by whoever hashes first (CCrypto).
typedef struct {
    __typeof__(&sb_stemmer_new) make;
    __typeof__(&sb_stemmer_delete) free;
    __typeof__(&sb_stemmer_stem) stem;
    __typeof__(&sb_stemmer_length) length;
} quarry_stemmer_functions;

#define QUARRY_STEMMER(library, function) ((__typeof__(&(function)))dlsym(library, #function))

static inline int quarry_stemmer_load(quarry_stemmer_functions *functions) {
    void *library = dlopen("libstemmer.so.0d", RTLD_LAZY | RTLD_LOCAL);
    if (!library) return 0;
    functions->make = QUARRY_STEMMER(library, sb_stemmer_new);
    functions->free = QUARRY_STEMMER(library, sb_stemmer_delete);
    functions->stem = QUARRY_STEMMER(library, sb_stemmer_stem);
    functions->length = QUARRY_STEMMER(library, sb_stemmer_length);
    return functions->make && functions->free && functions->stem && functions->length;
}
