#ifndef IDENTITY_CLEARING_H
#define IDENTITY_CLEARING_H

#include "platform/db.h"

/*
 * Clears away what retention.policy gives a short life: sessions past their
 * absolute limit, posted forms after two days, attempts to sign in and looks
 * from before the present school year (R37), looks never before six months
 * have passed (C7). In the open transaction of db.
 */
enum outcome clearing_run(struct db *db, struct arena *arena, struct instant now) MUST_USE;

#endif
