#ifndef GENERATOR_FUZZ_H
#define GENERATOR_FUZZ_H

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The policy the generators' inputs are read against. */
#define SMALL_ROLES                                                                                           \
	"role nobody \"no one\"\nrole teacher \"a teacher\"\nverb read\nthing attendance fields day status\n" \
	"thing setting\nrelation any of any\nrelation teaches_class of class\npurpose instruction\nplace any\n"
#define SMALL_DATA                                                                                           \
	"values status STATUS present absent\ntable attendance journalled key(day, pupil)\n"                 \
	"  day day instruction public_task register attendance.day\n"                                        \
	"  pupil person_id instruction public_task register attendance.day\n"                                \
	"  status status instruction public_task register attendance.status\n"                               \
	"  note text sealed(subject=pupil,row=pupil) instruction public_task register -\n"                   \
	"table session key(id)\n  id session_id instruction public_task register -\n"

#ifdef TOOLS_POLICY_READER_H
static inline void
small_policy(struct policy *policy)
{
	struct source roles, data;
	source_of(&roles, "roles.policy", SMALL_ROLES, sizeof(SMALL_ROLES) - 1);
	policy_read_roles(policy, &roles);
	source_of(&data, "data.policy", SMALL_DATA, sizeof(SMALL_DATA) - 1);
	policy_read_data(policy, &data);
}
#endif

#endif
