// the runtime stands under the table
