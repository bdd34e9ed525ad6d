#include "platform/asset.h"

const struct asset *
asset_find(struct text name)
{
	for (int i = 0; i < asset_count; i++) {
		if (text_is(name, assets[i].name))
			return &assets[i];
	}
	return NULL;
}
