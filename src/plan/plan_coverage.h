/* plan_coverage.h — how much the plan can make of a rule, for who writes rules. */
#ifndef OZ_PLAN_COVERAGE_H
#define OZ_PLAN_COVERAGE_H

#include "plan/plan.h"

#include <ounce/ruleset.h>

/* Fill `out`, one entry a rule in rule-id order. */
void oz_plan_coverage(const struct oz_plan *plan, ounce_coverage *out);

#endif
