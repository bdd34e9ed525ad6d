#ifndef IDENTITY_FRAME_H
#define IDENTITY_FRAME_H

#include "identity/frame_view.h"

/*
 * page_frame_open and page_frame_close of platform/page.h: what stands around
 * every page. Where a person can go is one table in frame.c; an entry shows
 * only where the policy has any rule at all for it, so that the navigation
 * offers nothing that would be refused.
 */

#endif
