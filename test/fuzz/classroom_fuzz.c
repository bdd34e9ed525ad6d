#include <assert.h>

#include "classroom/command.h"
#include "classroom/network.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a teacher types as a site and a technician as networks: a site that is
 * taken is lower case and stays itself; a network holds its own address. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text typed = { (const char *)data, size }, list = typed;
	struct arena *arena = arena_create(1 << 20);
	struct text domain = command_domain(arena, typed);
	if (domain.length > 0)
		assert(domain.length <= 253 && text_equal(command_domain(arena, domain), domain));
	struct network network;
	uint8_t address[16];
	for (int i = 0; i < NETWORKS_MAX && network_next(&list, &network); i++)
		assert(network_holds(&network, network.address));
	if (network_address(typed, address))
		(void)networks_hold(TEXT("192.0.2.0/24, ::/0"), address);
	arena_destroy(arena);
	return 0;
}
