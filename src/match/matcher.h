/* matcher.h — candidates → verdicts → matches; owns the scratch of one thread. */
#ifndef OZ_MATCHER_H
#define OZ_MATCHER_H

#include "match/match_eval.h"
#include "native/store.h"

#include <ounce/matcher.h>

struct oz_matcher {
    struct oz_eval eval;
    ounce_allocator alloc;
    ounce_limits limits;
    uint32_t *rules; /* candidates of the event */
    uint64_t *seen;  /* a bit per rule */
    ounce_counts counts;
    ounce_unevaluated_fn *on_unevaluated;
    void *unevaluated_user;
    ounce_services services; /* copied; size 0: none were given */
    struct oz_store store;
    struct oz_buf output; /* JSON and explanations handed out */
};

/* What an expression came to, once it was asked for. */
struct oz_kept_text {
    bool known;
    bool failed; /* with this exception */
    ounce_value failure;
    ounce_str text;
};

/* The public ounce_match. */
struct ounce_match {
    struct oz_matcher *matcher;
    const ounce_event *event;
    uint32_t rule;
    ounce_str log_type;
    struct oz_kept_text title;
};

bool oz_matcher_init(struct oz_matcher *matcher, const struct oz_plan *plan,
                     const ounce_allocator *alloc, const ounce_limits *limits);
void oz_matcher_finish(struct oz_matcher *matcher);
/* Take services, and begin with an empty cache. */
void oz_matcher_services(struct oz_matcher *matcher, const ounce_services *services);

ounce_status oz_matcher_run(struct oz_matcher *matcher, const ounce_event *event,
                            ounce_match_fn *on_match, void *user, ounce_error *err);
ounce_status oz_matcher_run_rule(struct oz_matcher *matcher, uint32_t rule,
                                 const ounce_event *event, ounce_match_fn *on_match,
                                 void *user, ounce_error *err);
ounce_status oz_matcher_batch(struct oz_matcher *matcher, ounce_str text,
                              ounce_str log_type, ounce_hit *hits, size_t capacity,
                              size_t *count, size_t *used, ounce_error *err);

/* match_explain.c: leaves the explanation in matcher->output. */
ounce_status oz_matcher_explain(struct oz_matcher *matcher, uint32_t rule,
                                const ounce_event *event, uint32_t form,
                                ounce_error *err);

/* Begin an event and find its log type; on failure `err` says what is wrong with it. */
uint32_t oz_matcher_begin(struct oz_matcher *matcher, const ounce_event *event,
                          ounce_str *log_type, ounce_error *err);

/* What a reason means to the caller of a run function; fills err. */
ounce_status oz_reason_error(uint32_t reason, const ounce_event *event, size_t offset,
                             ounce_error *err);

#endif
