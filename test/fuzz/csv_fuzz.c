#include <assert.h>

#include "identity/csv.h"
#include "platform/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every row that comes out has as many cells as the header, all of them UTF-8
 * within the limits; what is refused says where. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create(JOB_ARENA_BYTES_MAX);
	struct faults faults;
	faults_init(&faults, arena);
	struct csv csv;
	enum outcome outcome = csv_read(&csv, arena, (struct text){ (const char *)data, size }, &faults);
	assert((outcome == OK) == (faults_found(&faults) == 0));
	for (size_t i = 0; i < faults.count; i++)
		assert(faults.at[i].line >= 0 && faults.at[i].column >= 0 && faults.at[i].message.length);
	assert(csv.count <= CSV_ROWS_MAX && csv.header.count <= CSV_CELLS_MAX);
	for (size_t i = 0; i < csv.count; i++) {
		assert(csv.rows[i].count == csv.header.count && csv.rows[i].line > 1);
		for (int k = 0; k < csv.rows[i].count; k++) {
			const struct csv_cell *cell = &csv.rows[i].cells[k];
			assert(text_is_utf8(cell->text) && cell->text.length <= CSV_CELL_BYTES_MAX);
			assert(cell->line >= csv.rows[i].line && cell->column > 0);
		}
	}
	arena_destroy(arena);
	return 0;
}
