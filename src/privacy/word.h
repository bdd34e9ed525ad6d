#ifndef PRIVACY_WORD_H
#define PRIVACY_WORD_H

#include "platform/page.h"
#include "policy.h"

/* The words of the policy as a person reads them, in the reader's language.
 * Filters of templates: {{ line.role | role }}. */
void show_role(struct page *page, enum role role);
void show_verb(struct page *page, enum verb verb);
void show_thing(struct page *page, enum thing thing);
void show_things(struct page *page, uint64_t things); /* 1 << thing: all of them, with commas */
void show_purpose(struct page *page, enum purpose purpose);
/* "day, state": the fields of a rule, in the reader's language. */
struct text fields_in_words(struct request *req, enum thing thing, uint64_t fields);
void show_relation(struct page *page, enum relation relation);

#endif
