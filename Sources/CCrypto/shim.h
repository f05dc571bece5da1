#pragma once
#include <dlfcn.h>
#include <openssl/evp.h>

#define QUARRY_TEXT_OF(value) #value
#define QUARRY_TEXT(value) QUARRY_TEXT_OF(value)

// libcrypto is loaded by whoever hashes first, and is not linked: its relocations take a fifth of the start of a command that
// may hash nothing.
static inline void *quarry_crypto_library(void) {
    return dlopen("libcrypto.so." QUARRY_TEXT(OPENSSL_SHLIB_VERSION), RTLD_LAZY | RTLD_LOCAL);
}

// The functions that are called. A function is missing where the library is.
typedef struct {
    __typeof__(&EVP_MD_CTX_new) make;
    __typeof__(&EVP_MD_CTX_free) free;
    __typeof__(&EVP_sha256) sha256;
    __typeof__(&EVP_DigestInit_ex) begin;
    __typeof__(&EVP_DigestUpdate) update;
    __typeof__(&EVP_DigestFinal_ex) finish;
} quarry_crypto_functions;

#define QUARRY_CRYPTO(library, function) ((__typeof__(&(function)))dlsym(library, #function))

static inline int quarry_crypto_load(quarry_crypto_functions *functions) {
    void *library = quarry_crypto_library();
    if (!library) return 0;
    functions->make = QUARRY_CRYPTO(library, EVP_MD_CTX_new);
    functions->free = QUARRY_CRYPTO(library, EVP_MD_CTX_free);
    functions->sha256 = QUARRY_CRYPTO(library, EVP_sha256);
    functions->begin = QUARRY_CRYPTO(library, EVP_DigestInit_ex);
    functions->update = QUARRY_CRYPTO(library, EVP_DigestUpdate);
    functions->finish = QUARRY_CRYPTO(library, EVP_DigestFinal_ex);
    return functions->make && functions->free && functions->sha256 && functions->begin && functions->update
        && functions->finish;
}
