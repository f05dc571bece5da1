#pragma once
#include <curl/curl.h>

// curl_easy_setopt is variadic, which Swift does not import; so there is one shim for each type of value. Numbers and switches:
static inline CURLcode quarry_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

// Sizes, which are 64 bits wide on every platform.
static inline CURLcode quarry_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

// Text and bytes, which libcurl copies.
static inline CURLcode quarry_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

// Header lines; the caller keeps the list until the transfer is over.
static inline CURLcode quarry_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

// What libcurl only hands back: the context of callbacks, and CURLOPT_PRIVATE.
static inline CURLcode quarry_set_context(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION take the same type of callback.
static inline CURLcode quarry_set_receiver(CURL *easy, CURLoption option, curl_write_callback value) {
    return curl_easy_setopt(easy, option, value);
}

// curl_easy_getinfo is variadic too. Counts of bytes, and times in microseconds:
static inline curl_off_t quarry_get_number(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

// What CURLOPT_PRIVATE was given.
static inline void *quarry_get_private(CURL *easy) {
    char *value = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value);
    return value;
}

// curl_multi_setopt likewise.
static inline CURLMcode quarry_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
