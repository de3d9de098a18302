#ifndef CNNT_CCURL_SHIM_H
#define CNNT_CCURL_SHIM_H

#include <curl/curl.h>

/* Macros that are not imported into Swift. */
static const long cnnt_curl_global = CURL_GLOBAL_DEFAULT;
static const long cnnt_curl_auth_basic = CURLAUTH_BASIC;

/* curl_easy_setopt and curl_easy_getinfo take variable arguments, which Swift does not call. */
static inline CURLcode cnnt_curl_set_text(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode cnnt_curl_set_number(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode cnnt_curl_set_list(CURL *curl, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(curl, option, value);
}
typedef size_t (*cnnt_curl_taker)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode cnnt_curl_set_taker(CURL *curl, cnnt_curl_taker taker, void *context) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, taker);
    return code != CURLE_OK ? code : curl_easy_setopt(curl, CURLOPT_WRITEDATA, context);
}
static inline long cnnt_curl_status(CURL *curl) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

#endif
