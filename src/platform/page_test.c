#include "platform/page.h"

#include <stdio.h>
#include <string.h>

#include "platform/limits.h"
#include "platform/test.h"

/* Sorted by msgid, as po2c writes them. */
const struct message messages[] = {
	{ "\"%1\" is not a day.", { [LANGUAGE_IT] = { "\"%1\" non è un giorno." } } },
	{ "%1 of %2 hours", { [LANGUAGE_IT] = { "su %2 ore, %1" } } },
	{ "%1 pupil", { [LANGUAGE_IT] = { "%1 alunno", "%1 alunni" } } },
	{ "Save", { [LANGUAGE_IT] = { "Salva" }, [LANGUAGE_NL] = { "Op\"slaan\"" } } },
};
const int message_count = sizeof(messages) / sizeof(*messages);

static struct arena *arena;
static struct buf out;
static struct request req;
static struct page page = { .req = &req, .out = &out };

static int
start(void **state)
{
	(void)state;
	buf_clear(&out);
	req = (struct request){ .arena = arena, .language = LANGUAGE_IT, .zone = ZONE_CET };
	return 0;
}

#define assert_page(text)                                                                                    \
	do {                                                                                                 \
		assert_true(buf_ok(&out));                                                                   \
		buf_put_byte(&out, 0);                                                                       \
		assert_string_equal(out.at, text);                                                           \
		buf_clear(&out);                                                                             \
	} while (0)

static void
text_is_escaped_for_text_and_attributes(void **state)
{
	(void)state;
	page_put(&page, TEXT("<b a=\"1\" b='2'>&amp;"));
	assert_page("&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;amp;");
	page_put(&page, (const char *)"\"><script>");
	assert_page("&quot;&gt;&lt;script&gt;");
	page_put(&page, TEXT("")); /* an empty text */
	page_put(&page, (struct text){ 0 });
	page_put(&page, TEXT("perché"));
	assert_page("perché");
}

static void
numbers_of_every_length(void **state)
{
	(void)state;
	for (int64_t number = 1; number < INT64_MAX / 10; number = number * 10 + number % 7) {
		char text[64];
		page_put(&page, number);
		page_put(&page, -number);
		page_put(&page, number - 1);
		snprintf(text, sizeof(text), "%lld%lld%lld", (long long)number, (long long)-number,
			(long long)number - 1);
		assert_page(text);
	}
}

/* The same words at another address, other words at the same address. */
static void
a_message_is_found_by_what_it_says(void **state)
{
	(void)state;
	char words[] = "Save";
	for (int i = 0; i < 2; i++) {
		page_tr(&page, "Save");
		page_tr(&page, words);
		page_tr(&page, "not translated");
	}
	assert_page("SalvaSalvanot translatedSalvaSalvanot translated");
	words[0] = 'W';
	page_tr(&page, words);
	assert_page("Wave");
}

static void
only_html_is_not_escaped(void **state)
{
	(void)state;
	page_put(&page, ((struct html){ TEXT("<svg></svg>") }));
	assert_page("<svg></svg>");
}

static void
numbers_days_and_minutes_are_plain(void **state)
{
	(void)state;
	page_put(&page, (int64_t)-7);
	page_put(&page, true);
	page_put(&page, day_of(2026, 11, 22));
	page_put(&page, DAY_NONE);
	page_put(&page, ((struct minute){ 485 }));
	page_put(&page, MINUTE_NONE);
	assert_page("-712026-11-2208:05");
	page_put(&page, INT64_MIN);
	page_put(&page, INT64_MAX);
	page_put(&page, (int64_t)0);
	assert_page("-922337203685477580892233720368547758070");
}

static void
what_a_condition_asks(void **state)
{
	(void)state;
	assert_false(page_holds(((struct text){ 0 })));
	assert_false(page_holds(TEXT("")));
	assert_true(page_holds(TEXT("x")));
	assert_false(page_holds(DAY_NONE));
	assert_true(page_holds(day_of(1970, 1, 1)));
	assert_false(page_holds(MINUTE_NONE));
	assert_true(page_holds(((struct minute){ 0 })));
	assert_false(page_holds(((struct instant){ 0 })));
	assert_false(page_holds((const char *)NULL));
	assert_false(page_holds(0));
	assert_true(page_holds(-1));
	assert_false(page_holds(false));
}

static void
a_message_is_translated_and_escaped(void **state)
{
	(void)state;
	page_tr(&page, "Save");
	assert_page("Salva");
	req.language = LANGUAGE_NL;
	page_tr(&page, "Save");
	assert_page("Op&quot;slaan&quot;");
	req.language = LANGUAGE_ES; /* not translated: the msgid */
	page_tr(&page, "Save");
	assert_page("Save");
	page_tr(&page, "Nobody knows this");
	assert_page("Nobody knows this");
}

static void
arguments_go_where_the_language_wants_them(void **state)
{
	(void)state;
	struct html arguments[2];
	size_t mark = page_mark(&page);
	page_put(&page, TEXT("<4>"));
	arguments[0] = page_cut(&page, mark);
	page_put(&page, (int64_t)20);
	arguments[1] = page_cut(&page, mark);
	page_tr_arguments(&page, "%1 of %2 hours", arguments, 2);
	assert_page("su 20 ore, &lt;4&gt;");
	req.language = LANGUAGE_EN;
	page_tr_arguments(&page, "%1 of %2 hours", arguments, 2);
	assert_page("&lt;4&gt; of 20 hours");
	page_tr_arguments(&page, "100 % and %3 stay", arguments, 2);
	assert_page("100 % and %3 stay");
}

static void
one_and_many(void **state)
{
	(void)state;
	page_trn(&page, 1, "%1 pupil", "%1 pupils");
	assert_page("1 alunno");
	page_trn(&page, 0, "%1 pupil", "%1 pupils");
	assert_page("0 alunni");
	req.language = LANGUAGE_EN;
	page_trn(&page, 25, "%1 pupil", "%1 pupils");
	assert_page("25 pupils");
	page_trn(&page, -1, "%1 pupil", "%1 pupils");
	assert_page("-1 pupils");
	page_trn_shown(&page, (struct html){ TEXT("1") }, "%1 pupil", "%1 pupils");
	assert_page("1 pupil");
	page_trn_shown(&page, (struct html){ TEXT("1.5") }, "%1 pupil", "%1 pupils");
	assert_page("1.5 pupils");
}

static void
days_in_four_languages(void **state)
{
	(void)state;
	struct day day = day_of(2026, 11, 23);
	show_long_day(&page, day);
	assert_page("lunedì 23 novembre");
	show_short_day(&page, day);
	assert_page("lun 23 nov");
	show_numeric_day(&page, day);
	assert_page("23/11/2026");
	show_month(&page, day);
	assert_page("novembre 2026");
	show_long_day(&page, day_of(2026, 12, 1));
	assert_page("martedì 1º dicembre");
	req.language = LANGUAGE_EN;
	show_long_day(&page, day);
	assert_page("Monday 23 November");
	req.language = LANGUAGE_NL;
	show_long_day(&page, day);
	show_numeric_day(&page, day);
	assert_page("maandag 23 november23-11-2026");
	req.language = LANGUAGE_ES;
	show_long_day(&page, day);
	assert_page("lunes, 23 de noviembre");
	show_month(&page, day);
	assert_page("noviembre de 2026");
}

static void
moments_are_local(void **state)
{
	(void)state;
	struct instant at = { INT64_C(1795417380000) }; /* 2026-11-23 07:03 UTC */
	show_clock(&page, at);
	assert_page("8:03");
	show_moment(&page, at);
	assert_page("lun 23 nov, 8:03");
	show_clock(&page, (struct instant){ 0 });
	assert_page("");
}

static void
hundredths_without_needless_zeros(void **state)
{
	(void)state;
	const struct {
		int64_t units;
		const char *text;
	} cases[] = { { 4150, "41,5" }, { 4105, "41,05" }, { 4100, "41" }, { 0, "0" }, { -50, "-0,5" },
		{ -4150, "-41,5" } };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		show_hundredths(&page, cases[i].units);
		assert_page(cases[i].text);
	}
	req.language = LANGUAGE_EN;
	show_hundredths(&page, 4150);
	assert_page("41.5");
}

static void
a_form_has_its_token_and_an_id_of_its_own(void **state)
{
	(void)state;
	req.random = random_seeded(7);
	req.form_token = TEXT("t\"1");
	page_form(&page);
	struct text first = text_copy(arena, buf_text(&out));
	assert_true(text_starts(first,
		"<input type=\"hidden\" name=\"token\" value=\"t&quot;1\">"
		"<input type=\"hidden\" name=\"form\" value=\""));
	buf_clear(&out);
	page_form(&page);
	assert_false(text_equal(first, buf_text(&out)));
	random_destroy(req.random);
}

static void
problems_stand_at_their_field_and_in_the_summary(void **state)
{
	(void)state;
	page_problems(&page, "");
	page_problems(&page, "homework_due");
	assert_page("");
	request_problem_about(&req, "homework_due", "\"%1\" is not a day.", TEXT("<31/2>"));
	request_problem(&req, "entered-12", "Save");
	page_problems(&page, "topic");
	assert_page("");
	page_problems(&page, "homework_due");
	assert_page("<p class=\"problem\"><span>&quot;&lt;31/2&gt;&quot; non è un giorno.</span></p>\n");
	page_problems(&page, "");
	assert_page(
		"<div class=\"problems\" role=\"alert\"><p class=\"problem\"><a href=\"#homework-due\">"
		"&quot;&lt;31/2&gt;&quot; non è un giorno.</a></p><p class=\"problem\"><span>Salva</span></p></div>\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(text_is_escaped_for_text_and_attributes, start),
		cmocka_unit_test_setup(numbers_of_every_length, start),
		cmocka_unit_test_setup(a_message_is_found_by_what_it_says, start),
		cmocka_unit_test_setup(only_html_is_not_escaped, start),
		cmocka_unit_test_setup(numbers_days_and_minutes_are_plain, start),
		cmocka_unit_test_setup(what_a_condition_asks, start),
		cmocka_unit_test_setup(a_message_is_translated_and_escaped, start),
		cmocka_unit_test_setup(arguments_go_where_the_language_wants_them, start),
		cmocka_unit_test_setup(one_and_many, start),
		cmocka_unit_test_setup(days_in_four_languages, start),
		cmocka_unit_test_setup(moments_are_local, start),
		cmocka_unit_test_setup(hundredths_without_needless_zeros, start),
		cmocka_unit_test_setup(a_form_has_its_token_and_an_id_of_its_own, start),
		cmocka_unit_test_setup(problems_stand_at_their_field_and_in_the_summary, start),
	};
	arena = arena_create(16 * MIB);
	buf_init(&out, MIB);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_finish(&out);
	arena_destroy(arena);
	return failed;
}
