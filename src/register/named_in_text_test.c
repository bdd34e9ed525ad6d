#include "platform/test.h"
#include "register/named_in_text.h"

static bool
found(const char *text, const char *family, const char *given)
{
	return name_in_text(text_of(text), text_of(family), text_of(given)).length > 0;
}

/* REG-3: a name as a word of its own, whatever its capitals. */
static void
test_names(void **state)
{
	(void)state;
	assert_true(found("Interrogato Rossi", "Rossi", "Anna"));
	assert_true(found("anna: ripasso", "Rossi", "Anna"));
	assert_true(found("con De Santis", "De Santis", "Ugo"));
	assert_true(found("(ROSSI)", "Rossi", "Anna"));
	assert_false(found("i rossiani", "Rossi", "Anna"));
	assert_false(found("annata", "Rossi", "Anna"));
	assert_false(found("Annà", "Rossi", "Anna"));
	assert_false(found("di re e li", "Li", "Re"));
	assert_false(found("", "Rossi", "Anna"));
	assert_false(found("testo", "", ""));
	assert_true(found("oggi Niccolò legge", "Bò", "Niccolò"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
