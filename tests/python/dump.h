/* dump.h — the syntax tree as an s-expression, for tests.
 *
 *     a = 1   =>   (Module (Assign (Name "a") (Constant int 1)))
 *
 * A LIST is [ … ], a child that is not there is -. With places, nodes that have one in
 * CPython are written (Name@1:5 "a"): line and column, both from 1.
 */
#ifndef DUMP_H
#define DUMP_H

#include "base/buf.h"
#include "python/ast.h"

void dump_tree(const struct oz_ast *ast, bool places, struct oz_buf *out);

#endif
