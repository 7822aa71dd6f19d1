/* ounce.h — the whole stable interface of libounce, in reading order.
 *
 *     compiler: rule files  ->  ruleset: immutable, shared  ->  matcher: one per thread
 *     event:    raw JSON, jansson or host objects ->  match: rule, alert fields
 *     match                                       ->  tracker: thresholds, windows
 */
#ifndef OUNCE_H
#define OUNCE_H

#include <ounce/alert.h>
#include <ounce/allocator.h>
#include <ounce/catalog.h>
#include <ounce/compiler.h>
#include <ounce/error.h>
#include <ounce/event.h>
#include <ounce/export.h>
#include <ounce/match.h>
#include <ounce/matcher.h>
#include <ounce/ruleset.h>
#include <ounce/services.h>
#include <ounce/version.h>

#endif
