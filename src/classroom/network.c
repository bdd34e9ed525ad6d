#include "classroom/network.h"

#include <arpa/inet.h>
#include <string.h>

bool
network_address(struct text print, uint8_t address[16])
{
	char name[INET6_ADDRSTRLEN];
	struct in_addr v4;
	if (print.length == 0 || print.length >= sizeof name)
		return false;
	memcpy(name, print.at, print.length);
	name[print.length] = '\0';
	if (inet_pton(AF_INET, name, &v4) == 1) {
		memset(address, 0, 10);
		memset(address + 10, 0xff, 2);
		memcpy(address + 12, &v4, 4);
		return true;
	}
	return inet_pton(AF_INET6, name, address) == 1;
}

bool
network_parse(struct text text, struct network *network)
{
	struct text bits = text_trim(text);
	struct text address = text_cut(&bits, '/');
	int64_t length;
	if (!network_address(address, network->address) || !text_int64(bits, &length))
		return false;
	bool is_v4 = memchr(address.at, ':', address.length) == NULL;
	if (length < 0 || length > (is_v4 ? 32 : 128))
		return false;
	network->prefix = (int)length + (is_v4 ? 96 : 0);
	return true;
}

bool
network_next(struct text *list, struct network *network)
{
	while (list->at && list->length > 0) {
		struct text part = text_cut(list, ',');
		if (network_parse(part, network))
			return true;
	}
	return false;
}

bool
network_holds(const struct network *network, const uint8_t address[16])
{
	int whole = network->prefix / 8, rest = network->prefix % 8;
	if (memcmp(network->address, address, (size_t)whole) != 0)
		return false;
	uint8_t mask = (uint8_t)(0xff00 >> rest);
	return rest == 0 || ((network->address[whole] ^ address[whole]) & mask) == 0;
}

bool
networks_hold(struct text list, const uint8_t address[16])
{
	struct network network;
	while (network_next(&list, &network))
		if (network_holds(&network, address))
			return true;
	return false;
}

struct text
network_host(struct text header)
{
	size_t end = header.length;
	while (end > 0 && header.at[end - 1] != ':' && header.at[end - 1] != ']')
		end--;
	if (end > 0 && header.at[end - 1] == ':')
		header.length = end - 1;
	for (size_t i = 0; i < header.length; i++) {
		char letter = header.at[i];
		bool fine = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
			(letter >= '0' && letter <= '9') || letter == '.' || (letter == '-' && i > 0) ||
			letter == ':' || letter == '[' || letter == ']';
		if (!fine)
			return (struct text){ 0 };
	}
	return header;
}
