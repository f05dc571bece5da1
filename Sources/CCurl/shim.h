#pragma once
#include <curl/curl.h>
#include <dlfcn.h>

// libcurl is loaded by whoever speaks to a server first, and is not linked: the 27 libraries behind it would lengthen the
// start of every command. The system opens it once, however often it is asked to.
static inline void *quarry_curl_library(void) {
    return dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
}

// A function of libcurl by its name, with its type. All of them are called through a shim below.
#define QUARRY_CURL(function) ((__typeof__(&(function)))dlsym(quarry_curl_library(), #function))

static inline CURLcode quarry_global_init(long flags) {
    return QUARRY_CURL(curl_global_init)(flags);
}

static inline const char *quarry_version(void) {
    return QUARRY_CURL(curl_version)();
}

static inline CURL *quarry_easy_init(void) {
    return QUARRY_CURL(curl_easy_init)();
}

static inline void quarry_easy_cleanup(CURL *easy) {
    QUARRY_CURL(curl_easy_cleanup)(easy);
}

static inline CURLcode quarry_easy_pause(CURL *easy, int action) {
    return QUARRY_CURL(curl_easy_pause)(easy, action);
}

static inline const char *quarry_easy_strerror(CURLcode code) {
    return QUARRY_CURL(curl_easy_strerror)(code);
}

static inline struct curl_slist *quarry_slist_append(struct curl_slist *list, const char *line) {
    return QUARRY_CURL(curl_slist_append)(list, line);
}

static inline void quarry_slist_free_all(struct curl_slist *list) {
    QUARRY_CURL(curl_slist_free_all)(list);
}

static inline CURLM *quarry_multi_init(void) {
    return QUARRY_CURL(curl_multi_init)();
}

static inline CURLMcode quarry_multi_cleanup(CURLM *multi) {
    return QUARRY_CURL(curl_multi_cleanup)(multi);
}

static inline CURLMcode quarry_multi_add_handle(CURLM *multi, CURL *easy) {
    return QUARRY_CURL(curl_multi_add_handle)(multi, easy);
}

static inline CURLMcode quarry_multi_remove_handle(CURLM *multi, CURL *easy) {
    return QUARRY_CURL(curl_multi_remove_handle)(multi, easy);
}

static inline CURLMcode quarry_multi_perform(CURLM *multi, int *running) {
    return QUARRY_CURL(curl_multi_perform)(multi, running);
}

static inline CURLMsg *quarry_multi_info_read(CURLM *multi, int *left) {
    return QUARRY_CURL(curl_multi_info_read)(multi, left);
}

static inline CURLMcode quarry_multi_poll(CURLM *multi, int milliseconds) {
    int count = 0;
    return QUARRY_CURL(curl_multi_poll)(multi, NULL, 0, milliseconds, &count);
}

static inline CURLMcode quarry_multi_wakeup(CURLM *multi) {
    return QUARRY_CURL(curl_multi_wakeup)(multi);
}

static inline CURLU *quarry_url(void) {
    return QUARRY_CURL(curl_url)();
}

static inline void quarry_url_cleanup(CURLU *url) {
    QUARRY_CURL(curl_url_cleanup)(url);
}

static inline CURLUcode quarry_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
    return QUARRY_CURL(curl_url_set)(url, part, text, flags);
}

static inline CURLUcode quarry_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
    return QUARRY_CURL(curl_url_get)(url, part, text, flags);
}

static inline void quarry_free(void *memory) {
    QUARRY_CURL(curl_free)(memory);
}

static inline time_t quarry_getdate(const char *text) {
    return QUARRY_CURL(curl_getdate)(text, NULL);
}

// curl_easy_setopt is variadic, which Swift does not import; so there is one shim for each type of value. Numbers and switches:
static inline CURLcode quarry_set_long(CURL *easy, CURLoption option, long value) {
    return QUARRY_CURL(curl_easy_setopt)(easy, option, value);
}

// Sizes, which are 64 bits wide on every platform.
static inline CURLcode quarry_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return QUARRY_CURL(curl_easy_setopt)(easy, option, value);
}

// Text and bytes, which libcurl copies.
static inline CURLcode quarry_set_text(CURL *easy, CURLoption option, const char *value) {
    return QUARRY_CURL(curl_easy_setopt)(easy, option, value);
}

// Header lines; the caller keeps the list until the transfer is over.
static inline CURLcode quarry_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return QUARRY_CURL(curl_easy_setopt)(easy, option, value);
}

// What libcurl only hands back: the context of callbacks, and CURLOPT_PRIVATE.
static inline CURLcode quarry_set_context(CURL *easy, CURLoption option, void *value) {
    return QUARRY_CURL(curl_easy_setopt)(easy, option, value);
}

// CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION take the same type of callback.
static inline CURLcode quarry_set_receiver(CURL *easy, CURLoption option, curl_write_callback value) {
    return QUARRY_CURL(curl_easy_setopt)(easy, option, value);
}

// curl_easy_getinfo is variadic too. Counts of bytes, and times in microseconds:
static inline curl_off_t quarry_get_number(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    QUARRY_CURL(curl_easy_getinfo)(easy, info, &value);
    return value;
}

// What CURLOPT_PRIVATE was given.
static inline void *quarry_get_private(CURL *easy) {
    char *value = NULL;
    QUARRY_CURL(curl_easy_getinfo)(easy, CURLINFO_PRIVATE, &value);
    return value;
}
