/* libsheetkeeper-reader for C, and for whatever can call C. reader.h has the meaning of each call;
 * this header only says what is different here.
 *
 *     sk_reader *reader = sk_reader_new("data/reference_data.db");
 *     sk_rows *rows = NULL;
 *     if (sk_row_by_integer(reader, "employee_settings", 5938472011, &rows) == SK_OK &&
 *         sk_rows_count(rows) == 1) {
 *       wage = sk_rows_real(rows, 0, sk_rows_column(rows, "hourly_wage"));
 *     }
 *     sk_rows_free(rows);
 *     sk_reader_free(reader);
 *
 * Texts are UTF-8 and end with a 0; those given out live as long as what they were asked of.
 * A call that fails gives a code other than SK_OK, and leaves `*rows` NULL; sk_error_message() then
 * has the sentence. A reader may be used by several threads at once, rows and parameters by one.
 *
 * The interface only grows: what is here stays, with these meanings, for the life of the library's
 * soname.
 */
#ifndef SHEETKEEPER_C_READER_H_
#define SHEETKEEPER_C_READER_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SK_OK = 0,
  SK_NOT_FOUND = 1,
  SK_INVALID = 2,
  SK_BUSY = 3,
  SK_STORAGE = 4,
  SK_CORRUPT = 5,
  SK_SYNC_FAILED = 6,
  SK_TIMEOUT = 7
};

enum { SK_NULL = 0, SK_INTEGER = 1, SK_REAL = 2, SK_TEXT = 3 };

enum { SK_FROM_DATABASE = 0, SK_FROM_SHEET = 1, SK_FROM_KEPT = 2 };

enum { SK_SYNCED = 0, SK_PENDING = 1, SK_CONFLICT = 2, SK_REJECTED = 3, SK_HELD = 4 };

enum { SK_LOG_DEBUG = 0, SK_LOG_INFO = 1, SK_LOG_WARNING = 2, SK_LOG_ERROR = 3 };

typedef struct sk_reader sk_reader;
typedef struct sk_rows sk_rows;
typedef struct sk_parameters sk_parameters;

/* "0.1.0". */
const char* sk_reader_version(void);

/* Of the last call of this thread that failed. */
const char* sk_error_message(void);

sk_reader* sk_reader_new(const char* db_path);
/* NULL is allowed. */
void sk_reader_free(sk_reader* reader);

/* A setting, before the reader is used first. SK_INVALID: there is none of that name, it is not
 * such a value, or it is too late. Times are in milliseconds.
 *
 *   busy_timeout     5000
 *   cache_entries    0: no cache
 *   initial_sync     0 or 1
 *   auto_sync        0 or 1
 *   sync_interval    300000
 *   sync_timeout     300000
 *   sync_command     words, separated by blanks: "sheetkeeper sync"
 *   sync_service     "sheetkeeper"
 *   sheet_fallback   0 or 1
 *   sheet_max_age    60000
 *   sheet_timeout    15000
 */
int sk_reader_set(sk_reader* reader, const char* name, const char* value);
/* The log; `message` lives during the call only. Called from several threads. Before first use. */
int sk_reader_set_log(sk_reader* reader, void (*log)(int level, const char* message, void* context),
                      void* context);
/* HybridService::Start(). Without it nothing is synced, and reads work all the same. */
void sk_reader_start(sk_reader* reader);
void sk_reader_shutdown(sk_reader* reader);

/* Parameters of a statement, by name. */
sk_parameters* sk_parameters_new(void);
void sk_parameters_free(sk_parameters* parameters);
void sk_parameters_null(sk_parameters* parameters, const char* name);
void sk_parameters_integer(sk_parameters* parameters, const char* name, int64_t value);
void sk_parameters_real(sk_parameters* parameters, const char* name, double value);
void sk_parameters_text(sk_parameters* parameters, const char* name, const char* value);

/* Reads. No row where none has that key. `parameters` may be NULL. */
int sk_row_by_integer(sk_reader* reader, const char* table, int64_t key, sk_rows** rows);
int sk_row_by_real(sk_reader* reader, const char* table, double key, sk_rows** rows);
int sk_row_by_text(sk_reader* reader, const char* table, const char* key, sk_rows** rows);
int sk_all_rows(sk_reader* reader, const char* table, sk_rows** rows);
int sk_query(sk_reader* reader, const char* sql, const sk_parameters* parameters, sk_rows** rows);

void sk_rows_free(sk_rows* rows);
size_t sk_rows_count(const sk_rows* rows);
size_t sk_rows_column_count(const sk_rows* rows);
/* NULL where there is no such column. */
const char* sk_rows_column_name(const sk_rows* rows, size_t column);
/* The number of columns where there is none of that name. */
size_t sk_rows_column(const sk_rows* rows, const char* name);
int sk_rows_origin(const sk_rows* rows);
int64_t sk_rows_age_ms(const sk_rows* rows);
/* A value outside is SK_NULL; one of another type reads as 0 or "", but an integer reads as a real.
 */
int sk_rows_type(const sk_rows* rows, size_t row, size_t column);
int64_t sk_rows_integer(const sk_rows* rows, size_t row, size_t column);
double sk_rows_real(const sk_rows* rows, size_t row, size_t column);
const char* sk_rows_text(const sk_rows* rows, size_t row, size_t column);
/* Of the text in bytes, without the 0. */
size_t sk_rows_text_size(const sk_rows* rows, size_t row, size_t column);

/* Writes one statement; `changed` may be NULL. */
int sk_execute(sk_reader* reader, const char* sql, const sk_parameters* parameters,
               int64_t* changed);

uint64_t sk_generation(sk_reader* reader);
/* 1: changed, 0: not in that time. */
int sk_wait_for_change(sk_reader* reader, uint64_t since, int64_t timeout_ms);
/* The one parameter "key" names the row; `state` is one of SK_SYNCED... */
int sk_wait_until_in_sheet(sk_reader* reader, const char* table, const sk_parameters* key,
                           int64_t timeout_ms, int* state);

/* Age of the last complete cycle; -1 where there was none. */
int sk_freshness_ms(sk_reader* reader, int64_t* age_ms);
/* A row for each table: table_name, synced, pending, conflict, rejected, held; and before them one
 * whose table_name is NULL, with the columns last_good_cycle (UTC text), age_ms, last_error. */
int sk_sync_stats(sk_reader* reader, sk_rows** rows);
/* A cycle now; as sk_sync_stats after it. `rows` may be NULL. */
int sk_sync_now(sk_reader* reader, sk_rows** rows);

#ifdef __cplusplus
}
#endif

#endif /* SHEETKEEPER_C_READER_H_ */
