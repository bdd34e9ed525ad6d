#include "agent/page.h"

#include <string.h>

bool
page_is_web(const char *address, size_t length)
{
	static const char scheme[] = "https://";
	const size_t head = sizeof scheme - 1;
	if (length <= head + 2 || length > PAGE_BYTES_MAX || memcmp(address, scheme, head) != 0)
		return false;
	unsigned char first = (unsigned char)address[head];
	bool host = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') ||
		(first >= '0' && first <= '9');
	for (size_t i = head; i < length; i++) {
		unsigned char letter = (unsigned char)address[i];
		if (letter <= ' ' || letter == 0x7f || strchr("\"'`<>\\^{|}", letter))
			return false;
	}
	return host;
}
