/* The C interface, as a C program uses it: argv[1] is a database with a table `rates`. */
#include "reader/c_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPECT(condition)                                                     \
  do {                                                                        \
    if (!(condition)) {                                                       \
      fprintf(stderr, "%s:%d: not so: %s (%s)\n", __FILE__, __LINE__, #condition, \
              sk_error_message());                                            \
      exit(1);                                                                \
    }                                                                         \
  } while (0)

static int lines = 0;

static void CountLines(int level, const char *message, void *context) {
  EXPECT(level >= SK_LOG_DEBUG && message[0] != '\0' && context == &lines);
  ++lines;
}

static void TestReads(sk_reader *reader) {
  sk_rows *rows = NULL;
  EXPECT(sk_row_by_integer(reader, "rates", 1, &rows) == SK_OK);
  EXPECT(sk_rows_count(rows) == 1 && sk_rows_column_count(rows) == 3);
  EXPECT(strcmp(sk_rows_column_name(rows, 1), "name") == 0);
  EXPECT(sk_rows_column_name(rows, 3) == NULL);
  EXPECT(sk_rows_column(rows, "wage") == 2 && sk_rows_column(rows, "none") == 3);
  EXPECT(sk_rows_type(rows, 0, 0) == SK_INTEGER && sk_rows_integer(rows, 0, 0) == 1);
  EXPECT(sk_rows_real(rows, 0, 0) == 1.0);
  EXPECT(strcmp(sk_rows_text(rows, 0, 1), "one") == 0 && sk_rows_text_size(rows, 0, 1) == 3);
  EXPECT(sk_rows_type(rows, 0, 2) == SK_NULL && sk_rows_real(rows, 0, 2) == 0);
  EXPECT(sk_rows_type(rows, 1, 0) == SK_NULL && sk_rows_type(rows, 0, 9) == SK_NULL);
  EXPECT(sk_rows_origin(rows) == SK_FROM_DATABASE && sk_rows_age_ms(rows) == 0);
  sk_rows_free(rows);
  EXPECT(sk_row_by_text(reader, "rates", "none", &rows) == SK_OK && sk_rows_count(rows) == 0);
  sk_rows_free(rows);
  EXPECT(sk_all_rows(reader, "rates", &rows) == SK_OK && sk_rows_count(rows) == 3);
  sk_rows_free(rows);
}

static void TestParameters(sk_reader *reader) {
  sk_rows *rows = NULL;
  sk_parameters *values = sk_parameters_new();
  sk_parameters_integer(values, "i", 7);
  sk_parameters_real(values, "r", 2.5);
  sk_parameters_text(values, "t", "text");
  sk_parameters_null(values, "n");
  EXPECT(sk_query(reader, "SELECT :i, :r, :t, :n", values, &rows) == SK_OK);
  EXPECT(sk_rows_integer(rows, 0, 0) == 7 && sk_rows_real(rows, 0, 1) == 2.5);
  EXPECT(strcmp(sk_rows_text(rows, 0, 2), "text") == 0 && sk_rows_type(rows, 0, 3) == SK_NULL);
  sk_rows_free(rows);
  sk_parameters_free(values);
}

static void TestErrors(sk_reader *reader) {
  sk_rows *rows = NULL;
  EXPECT(sk_query(reader, "SELEC", NULL, &rows) == SK_INVALID && rows == NULL);
  EXPECT(strstr(sk_error_message(), "syntax error") != NULL);
  EXPECT(sk_all_rows(reader, "none", &rows) == SK_NOT_FOUND);
  EXPECT(sk_reader_set(reader, "auto_sync", "1") == SK_INVALID);
  sk_rows_free(NULL);
  sk_reader_free(NULL);
}

static void TestWrites(sk_reader *reader) {
  const uint64_t before = sk_generation(reader);
  int64_t changed = 0;
  int state = -1;
  sk_parameters *key = sk_parameters_new();
  EXPECT(sk_wait_for_change(reader, before, 0) == 0);
  EXPECT(sk_execute(reader, "UPDATE rates SET wage = 5 WHERE id = 1", NULL, &changed) == SK_OK);
  EXPECT(changed == 1 && sk_wait_for_change(reader, before, 60000) == 1);
  sk_parameters_integer(key, "key", 2);
  EXPECT(sk_wait_until_in_sheet(reader, "rates", key, 0, &state) == SK_OK && state == SK_SYNCED);
  sk_parameters_free(key);
}

static void TestStatistics(sk_reader *reader) {
  sk_rows *rows = NULL;
  int64_t age = -1;
  EXPECT(sk_freshness_ms(reader, &age) == SK_OK && age > 0);
  EXPECT(sk_sync_stats(reader, &rows) == SK_OK && sk_rows_count(rows) == 2);
  EXPECT(sk_rows_type(rows, 0, 0) == SK_NULL);
  EXPECT(strcmp(sk_rows_text(rows, 0, sk_rows_column(rows, "last_good_cycle")),
                "2025-11-11T08:00:00.000Z") == 0);
  EXPECT(strcmp(sk_rows_text(rows, 1, 0), "rates") == 0);
  EXPECT(sk_rows_integer(rows, 1, sk_rows_column(rows, "pending")) == 2);
  sk_rows_free(rows);
  EXPECT(sk_sync_now(reader, NULL) == SK_SYNC_FAILED);
}

int main(int argc, char **argv) {
  sk_reader *reader = NULL;
  EXPECT(argc == 2);
  reader = sk_reader_new(argv[1]);
  EXPECT(sk_reader_set(reader, "cache_entries", "100") == SK_OK);
  EXPECT(sk_reader_set(reader, "cache_entries", "many") == SK_INVALID);
  EXPECT(sk_reader_set(reader, "nothing", "1") == SK_INVALID);
  EXPECT(sk_reader_set(reader, "sync_command", "/nowhere/sheetkeeper sync") == SK_OK);
  EXPECT(sk_reader_set_log(reader, CountLines, &lines) == SK_OK);
  sk_reader_start(reader);
  EXPECT(lines == 2);
  TestReads(reader);
  TestParameters(reader);
  TestErrors(reader);
  TestWrites(reader);
  TestStatistics(reader);
  EXPECT(strlen(sk_reader_version()) > 0);
  sk_reader_shutdown(reader);
  sk_reader_free(reader);
  puts("the C interface does what it says");
  return 0;
}
