#include <assert.h>

int policy2c_main(int count, char **arguments);
#define main policy2c_main
#include "../../tools/policy2c.c"
#undef main
#include "generator_fuzz.h"

static struct source source;

/* The first byte says which file of policy/ the rest stands in for. Nothing
 * that is accepted lets "nobody" do anything. */
static void
translate(void *context)
{
	static const char access_text[] = "teacher read attendance teaches_class any instruction noted\n";
	static const char retention_text[] = "class register years 10 after_year \"archives\"\n";
	int which = *(const char *)context & 3;
	struct rules all = { 0 };
	struct source roles, data, access, retention;
	struct out out = { 0 };
	source_of(&roles, "roles.policy", SMALL_ROLES, sizeof(SMALL_ROLES) - 1);
	source_of(&data, "data.policy", SMALL_DATA, sizeof(SMALL_DATA) - 1);
	source_of(&access, "access.policy", access_text, sizeof(access_text) - 1);
	source_of(&retention, "retention.policy", retention_text, sizeof(retention_text) - 1);
	policy_read_roles(&all.policy, which == 0 ? &source : &roles);
	policy_read_data(&all.policy, which == 1 ? &source : &data);
	read_access(&all, which == 2 ? &source : &access);
	read_retention(&all, which == 3 ? &source : &retention);
	for (int i = 0; i < all.rule_count; i++)
		assert(all.rules[i].refuse == (strcmp(all.rules[i].role->name, "nobody") == 0));
	emit_header(&all, &out);
	emit_records(&all.policy, &out);
	emit_source(&all, &out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	if (size == 0)
		return 0;
	char first = (char)bytes[0];
	source_of(&source, "fuzz/x.policy", (const char *)bytes + 1, size - 1);
	(void)reader_try(translate, &first);
	reader_forget();
	return 0;
}
