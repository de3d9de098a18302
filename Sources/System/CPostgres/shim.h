#ifndef CNNT_CPOSTGRES_SHIM_H
#define CNNT_CPOSTGRES_SHIM_H

#include <libpq-fe.h>
#include <spawn.h>

/* GNU functions that Swift's Glibc module leaves out; the private cluster starts the server's programs with them. */
extern int pipe2(int descriptors[2], int flags);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/* The character constants PG_DIAG_* of postgres_ext.h are not imported into Swift. */
static const int cnnt_diag_severity = PG_DIAG_SEVERITY_NONLOCALIZED;
static const int cnnt_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int cnnt_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int cnnt_diag_detail = PG_DIAG_MESSAGE_DETAIL;
static const int cnnt_diag_hint = PG_DIAG_MESSAGE_HINT;
static const int cnnt_diag_position = PG_DIAG_STATEMENT_POSITION;
static const int cnnt_diag_context = PG_DIAG_CONTEXT;
static const int cnnt_diag_schema = PG_DIAG_SCHEMA_NAME;
static const int cnnt_diag_table = PG_DIAG_TABLE_NAME;
static const int cnnt_diag_column = PG_DIAG_COLUMN_NAME;
static const int cnnt_diag_datatype = PG_DIAG_DATATYPE_NAME;
static const int cnnt_diag_constraint = PG_DIAG_CONSTRAINT_NAME;
static const int cnnt_diag_source_function = PG_DIAG_SOURCE_FUNCTION;

#endif
