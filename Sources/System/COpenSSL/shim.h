#ifndef CNNT_COPENSSL_SHIM_H
#define CNNT_COPENSSL_SHIM_H

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/sha.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Lists of certificates and of signers are macros, which Swift does not see. */
static inline STACK_OF(X509) *cnnt_certificates_new(void) { return sk_X509_new_null(); }
static inline int cnnt_certificates_add(STACK_OF(X509) *list, X509 *item) { return sk_X509_push(list, item); }
static inline int cnnt_certificates_count(const STACK_OF(X509) *list) { return sk_X509_num(list); }
static inline X509 *cnnt_certificates_item(const STACK_OF(X509) *list, int index) { return sk_X509_value(list, index); }
/* Frees the list alone. */
static inline void cnnt_certificates_free_list(STACK_OF(X509) *list) { sk_X509_free(list); }
/* Frees the list and a reference to each certificate. */
static inline void cnnt_certificates_free(STACK_OF(X509) *list) { sk_X509_pop_free(list, X509_free); }
static inline int cnnt_signers_count(const STACK_OF(CMS_SignerInfo) *list) { return sk_CMS_SignerInfo_num(list); }
static inline CMS_SignerInfo *cnnt_signers_item(const STACK_OF(CMS_SignerInfo) *list, int index) {
  return sk_CMS_SignerInfo_value(list, index);
}

#endif
