/* test_tracker.c — timelines of matches, and the alerts that come of them.
 *
 * The expected texts were worked out by hand from docs/alerts.md, "Windows".
 */
#include "track.h"

static const struct {
    const char *script, *told;
} timelines[] = {
    /* clang-format off */

    /* ---- threshold 1: each window is an alert ---- */
    {"A=1/60; A@0 a", "open A a 1 [0,0]; "},
    {"A=1/60; A@0 a; A@1 a", "open A a 1 [0,0]; update A a 2 [0,1]; "},
    {"A=1/60; A@0 a; A@59 a; A@60 a",
     "open A a 1 [0,0]; update A a 2 [0,59]; close A a 2 [0,59] replaced; open A a 1 [60,60]; "},
    {"A=1/60; A@0 a; A@60-1 a", "open A a 1 [0,0]; update A a 2 [0,3599999ms]; "},
    {"A=1/60; A@0 a; A@60 a", "open A a 1 [0,0]; close A a 1 [0,0] replaced; open A a 1 [60,60]; "},
    {"A=1/60; A@0 a; A@60+1 a",
     "open A a 1 [0,0]; close A a 1 [0,0] replaced; open A a 1 [3600001ms,3600001ms]; "},
    {"A=1/60; A@0 a; A@0 a; A@0 a",
     "open A a 1 [0,0]; update A a 2 [0,0]; update A a 3 [0,0]; "},
    /* the window does not slide: what goes on for hours is an alert an hour */
    {"A=1/60; A@0 a; A@40 a; A@80 a; A@120 a; A@160 a; flush",
     "open A a 1 [0,0]; update A a 2 [0,40]; close A a 2 [0,40] replaced; "
     "open A a 1 [80,80]; update A a 2 [80,120]; close A a 2 [80,120] replaced; "
     "open A a 1 [160,160]; close A a 1 [160,160] flushed; "},
    /* the next window is anchored at its first match, not at the end of the one before */
    {"A=1/60; A@0 a; A@90 a; A@140 a; A@150 a",
     "open A a 1 [0,0]; close A a 1 [0,0] replaced; open A a 1 [90,90]; update A a 2 [90,140]; "
     "close A a 2 [90,140] replaced; open A a 1 [150,150]; "},

    /* ---- the example of the reference: threshold 3, one hour ---- */
    {"A=3/60; A@0 a; A@10 a; A@50 a", "open A a 3 [0,50]; "},
    {"A=3/60; A@0 a; A@10 a; A@50 a; A@59 a", "open A a 3 [0,50]; update A a 4 [0,59]; "},
    {"A=3/60; A@0 a; A@10 a; A@50 a; A@59 a; A@60 a",
     "open A a 3 [0,50]; update A a 4 [0,59]; close A a 4 [0,59] replaced; "},
    {"A=3/60; A@0 a; A@10 a; A@50 a; A@59 a; A@60 a; A@80 a; A@119 a; ?",
     "open A a 3 [0,50]; update A a 4 [0,59]; close A a 4 [0,59] replaced; open A a 3 [60,119]; "
     "matches 7 signals 0 opened 2 updated 1 closed 1 discarded 0 evicted 0 late 0 open 1 keys 1; "},
    {"A=3/60; A@0 a; A@10 a; A@50 a; A@59 a; A@60 a; A@80 a; A@120 a; flush",
     "open A a 3 [0,50]; update A a 4 [0,59]; close A a 4 [0,59] replaced; "}, /* 120 opens */

    /* ---- thresholds ---- */
    {"A=2/60; A@0 a", ""},
    {"A=2/60; A@0 a; A@60 a", ""}, /* never two in a window */
    {"A=2/60; A@0 a; A@59 a", "open A a 2 [0,59]; "},
    {"A=2/60; A@0 a; A@59 a; A@59 a", "open A a 2 [0,59]; update A a 3 [0,59]; "},
    {"A=2/60; A@0 a; A@50 a; A@100 a", "open A a 2 [0,50]; close A a 2 [0,50] replaced; "},
    {"A=2/60; A@0 a; A@70 a; A@80 a; ?",
     "open A a 2 [70,80]; "
     "matches 3 signals 0 opened 1 updated 0 closed 0 discarded 1 evicted 0 late 0 open 1 keys 1; "},
    {"A=5/60; A@0 a; A@1 a; A@2 a; A@3 a; flush; ?",
     "matches 4 signals 0 opened 0 updated 0 closed 0 discarded 1 evicted 0 late 0 open 0 keys 0; "},
    {"A=5/60; A@0 a; A@1 a; A@2 a; A@3 a; A@4 a; flush",
     "open A a 5 [0,4]; close A a 5 [0,4] flushed; "},
    {"A=999999/60; A@0 a; A@1 a; A@2 a; flush", ""},
    /* the next window starts from 1 */
    {"A=3/10; A@0 a; A@9 a; A@10 a; A@19 a; A@20 a; A@29 a; ?",
     "matches 6 signals 0 opened 0 updated 0 closed 0 discarded 2 evicted 0 late 0 open 0 keys 1; "},

    /* ---- periods ---- */
    {"A=1/5; A@0 a; A@5-1 a; A@5 a",
     "open A a 1 [0,0]; update A a 2 [0,299999ms]; close A a 2 [0,299999ms] replaced; "
     "open A a 1 [5,5]; "},
    {"A=1/525600; A@0 a; A@525599 a; A@525600 a",
     "open A a 1 [0,0]; update A a 2 [0,525599]; close A a 2 [0,525599] replaced; "
     "open A a 1 [525600,525600]; "},

    /* ---- keys ---- */
    {"A=1/60; A@0 a; A@0 b", "open A a 1 [0,0]; open A b 1 [0,0]; "},
    {"A=1/60; A@0 a; A@0 A", "open A a 1 [0,0]; open A A 1 [0,0]; "}, /* case counts */
    {"A=2/60; A@0 a; A@1 b; A@2 a; A@3 b", "open A a 2 [0,2]; open A b 2 [1,3]; "},
    {"A=2/60; A@0 a; A@1 b; A@2 c; flush", ""},
    {"A=1/60; A@0 a; A@30 b; A@60 a; A@61 b",
     "open A a 1 [0,0]; open A b 1 [30,30]; close A a 1 [0,0] replaced; open A a 1 [60,60]; "
     "update A b 2 [30,61]; "},

    /* ---- rules share nothing ---- */
    {"A=1/60; B=1/60; A@0 a; B@0 a", "open A a 1 [0,0]; open B a 1 [0,0]; "},
    {"A=2/60; B=2/60; A@0 a; B@1 a", ""},
    {"A=2/60; B=3/60; A@0 a; B@0 a; A@1 a; B@1 a; B@2 a", "open A a 2 [0,1]; open B a 3 [0,2]; "},
    {"A=1/5; B=1/60; A@0 a; B@0 a; A@10 a; B@10 a",
     "open A a 1 [0,0]; open B a 1 [0,0]; close A a 1 [0,0] replaced; open A a 1 [10,10]; "
     "update B a 2 [0,10]; "},

    /* ---- signals ---- */
    {"S=signal; S@0 a; S@1 a; flush; ?",
     "matches 2 signals 2 opened 0 updated 0 closed 0 discarded 0 evicted 0 late 0 open 0 keys 0; "},
    {"A=1/60; S=signal; S@0 a; A@1 a; S@2 a; ?",
     "open A a 1 [1,1]; "
     "matches 3 signals 2 opened 1 updated 0 closed 0 discarded 0 evicted 0 late 0 open 1 keys 1; "},

    /* ---- late matches: counted in the window that is there ---- */
    {"A=1/60; A@0 a; A@-1 a; ?",
     "open A a 1 [0,0]; update A a 2 [0,0]; "
     "matches 2 signals 0 opened 1 updated 1 closed 0 discarded 0 evicted 0 late 1 open 1 keys 1; "},
    {"A=3/60; A@0 a; A@-10 a; A@-20 a; ?",
     "open A a 3 [0,0]; "
     "matches 3 signals 0 opened 1 updated 0 closed 0 discarded 0 evicted 0 late 2 open 1 keys 1; "},
    {"A=1/60; A@0 a; A@30 a; A@20 a; ?", /* not late: the window began before it */
     "open A a 1 [0,0]; update A a 2 [0,30]; update A a 3 [0,30]; "
     "matches 3 signals 0 opened 1 updated 2 closed 0 discarded 0 evicted 0 late 0 open 1 keys 1; "},
    {"A=1/60; A@0 a; A@-100000 a", "open A a 1 [0,0]; update A a 2 [0,0]; "},
    /* a late match does not move the window */
    {"A=1/60; A@100 a; A@50 a; A@115 a; A@160 a",
     "open A a 1 [100,100]; update A a 2 [100,100]; update A a 3 [100,115]; "
     "close A a 3 [100,115] replaced; open A a 1 [160,160]; "},
    /* late for a window that is gone: it opens one, which lives for its period */
    {"A=1/60; A@100 a; advance@160; A@90 a; advance@160; advance@219; A@91 a; advance@220",
     "open A a 1 [100,100]; close A a 1 [100,100] expired; open A a 1 [90,90]; "
     "update A a 2 [90,91]; close A a 2 [90,91] expired; "},
    {"A=2/60; advance@1000; A@0 a; advance@1001; A@10 a; A@60 a; advance@1060; A@69 a; ?",
     "open A a 2 [0,10]; close A a 2 [0,10] replaced; open A a 2 [60,69]; "
     "matches 4 signals 0 opened 2 updated 0 closed 1 discarded 0 evicted 0 late 0 open 1 keys 1; "},
    {"A=1/60; advance@30; A@0 a; advance@60", /* the clock has not passed its end */
     "open A a 1 [0,0]; close A a 1 [0,0] expired; "},

    /* ---- the future ---- */
    {"A=1/60; A@0 a; A@1000000 a; A@1 a; ?",
     "open A a 1 [0,0]; close A a 1 [0,0] replaced; open A a 1 [1000000,1000000]; "
     "update A a 2 [1000000,1000000]; "
     "matches 3 signals 0 opened 2 updated 1 closed 1 discarded 0 evicted 0 late 1 open 1 keys 1; "},
    {"late=60; A=1/60; A@0 a; A@1000000 a; A@1 a; A@2 a; ?", /* a bound ends its window */
     "open A a 1 [0,0]; close A a 1 [0,0] replaced; open A a 1 [1000000,1000000]; "
     "close A a 1 [1000000,1000000] replaced; open A a 1 [1,1]; update A a 2 [1,2]; "
     "matches 4 signals 0 opened 3 updated 1 closed 2 discarded 0 evicted 0 late 0 open 1 keys 1; "},
    {"late=10; A=1/60; A@20 a; A@10 a; A@10-1 a",
     "open A a 1 [20,20]; update A a 2 [20,20]; close A a 2 [20,20] replaced; "
     "open A a 1 [599999ms,599999ms]; "},

    /* ---- advance ---- */
    {"A=1/60; A@0 a; advance@59", "open A a 1 [0,0]; "},
    {"A=1/60; A@0 a; advance@60-1", "open A a 1 [0,0]; "},
    {"A=1/60; A@0 a; advance@60", "open A a 1 [0,0]; close A a 1 [0,0] expired; "},
    {"A=1/60; A@0 a; advance@60; advance@60; advance@1000",
     "open A a 1 [0,0]; close A a 1 [0,0] expired; "},
    {"A=1/60; A@0 a; advance@-1000; A@1 a", "open A a 1 [0,0]; update A a 2 [0,1]; "}, /* back */
    {"A=2/60; A@0 a; advance@60; A@60 a; A@61 a; ?",
     "open A a 2 [60,61]; "
     "matches 3 signals 0 opened 1 updated 0 closed 0 discarded 1 evicted 0 late 0 open 1 keys 1; "},
    {"A=1/60; A@0 a; A@30 b; advance@60; advance@90",
     "open A a 1 [0,0]; open A b 1 [30,30]; close A a 1 [0,0] expired; "
     "close A b 1 [30,30] expired; "},
    /* in the order of the ends, whatever the order of the matches */
    {"A=1/60; B=1/5; A@0 a; B@50 b; A@10 c; B@3 d; advance@1000",
     "open A a 1 [0,0]; open B b 1 [50,50]; open A c 1 [10,10]; open B d 1 [3,3]; "
     "close B d 1 [3,3] expired; close B b 1 [50,50] expired; close A a 1 [0,0] expired; "
     "close A c 1 [10,10] expired; "},
    /* of the same end, the older first */
    {"A=1/60; A@0 c; A@0 a; A@0 b; advance@60",
     "open A c 1 [0,0]; open A a 1 [0,0]; open A b 1 [0,0]; close A c 1 [0,0] expired; "
     "close A a 1 [0,0] expired; close A b 1 [0,0] expired; "},

    /* ---- flush ---- */
    {"A=1/60; flush; ?",
     "matches 0 signals 0 opened 0 updated 0 closed 0 discarded 0 evicted 0 late 0 open 0 keys 0; "},
    {"A=1/60; B=3/60; A@0 a; B@0 b; B@1 b; flush; ?",
     "open A a 1 [0,0]; close A a 1 [0,0] flushed; "
     "matches 3 signals 0 opened 1 updated 0 closed 1 discarded 1 evicted 0 late 0 open 0 keys 0; "},
    {"A=1/60; A@0 a; flush; A@1 a",
     "open A a 1 [0,0]; close A a 1 [0,0] flushed; open A a 1 [1,1]; "},

    /* ---- a host that cannot take an alert keeps it ---- */
    {"A=1/60; A@0 a; A@1 b; stop; advance@100; ?; advance@100; ?",
     "open A a 1 [0,0]; open A b 1 [1,1]; close A a 1 [0,0] expired; "
     "matches 2 signals 0 opened 2 updated 0 closed 0 discarded 0 evicted 0 late 0 open 2 keys 2; "
     "close A a 1 [0,0] expired; close A b 1 [1,1] expired; "
     "matches 2 signals 0 opened 2 updated 0 closed 2 discarded 0 evicted 0 late 0 open 0 keys 0; "},
    {"A=1/60; A@0 a; stop; flush; A@2 a; flush",
     "open A a 1 [0,0]; close A a 1 [0,0] flushed; update A a 2 [0,2]; "
     "close A a 2 [0,2] flushed; "},
    {"A=1/60; A@0 a; stop; A@60 a; flush", /* feed does not heed it */
     "open A a 1 [0,0]; close A a 1 [0,0] replaced; open A a 1 [60,60]; "
     "close A a 1 [60,60] flushed; "},

    /* ---- eviction: the window that would end first goes ---- */
    {"max=2; A=1/60; A@0 a; A@1 b; A@2 c; ?",
     "open A a 1 [0,0]; open A b 1 [1,1]; close A a 1 [0,0] evicted; open A c 1 [2,2]; "
     "matches 3 signals 0 opened 3 updated 0 closed 1 discarded 0 evicted 1 late 0 open 2 keys 2; "},
    {"max=2; A=1/60; B=1/5; A@0 a; B@10 b; A@11 c",
     "open A a 1 [0,0]; open B b 1 [10,10]; close B b 1 [10,10] evicted; open A c 1 [11,11]; "},
    {"max=1; A=1/60; A@0 a; A@1 b; A@2 a",
     "open A a 1 [0,0]; close A a 1 [0,0] evicted; open A b 1 [1,1]; close A b 1 [1,1] evicted; "
     "open A a 1 [2,2]; "},
    {"max=1; A=1/60; A@0 a; A@1 a; A@60 a; ?", /* its own window makes the place */
     "open A a 1 [0,0]; update A a 2 [0,1]; close A a 2 [0,1] replaced; open A a 1 [60,60]; "
     "matches 3 signals 0 opened 2 updated 1 closed 1 discarded 0 evicted 0 late 0 open 1 keys 1; "},
    {"max=2; A=2/60; A@0 a; A@1 b; A@2 c; A@3 a; ?", /* a was forgotten below its threshold */
     "matches 4 signals 0 opened 0 updated 0 closed 0 discarded 2 evicted 2 late 0 open 0 keys 2; "},
    {"max=3; A=1/60; A@0 a; A@0 b; A@0 c; A@0 d; A@0 e",
     "open A a 1 [0,0]; open A b 1 [0,0]; open A c 1 [0,0]; close A a 1 [0,0] evicted; "
     "open A d 1 [0,0]; close A b 1 [0,0] evicted; open A e 1 [0,0]; "},
    {"bytes=1; A=1/60; A@0 a; A@1 b; ?", /* one window there always is */
     "open A a 1 [0,0]; close A a 1 [0,0] evicted; open A b 1 [1,1]; "
     "matches 2 signals 0 opened 2 updated 0 closed 1 discarded 0 evicted 1 late 0 open 1 keys 1; "},
    /* clang-format on */
};

START_TEST(a_timeline_gives_its_alerts)
{
    struct track *track = malloc(sizeof *track);

    ck_assert_ptr_nonnull(track);
    track_script(track, timelines[_i].script);

    ck_assert_msg(strcmp(track->log, timelines[_i].told) == 0, "%s\ntold %s\nnot  %s",
                  timelines[_i].script, track->log, timelines[_i].told);

    track_finish(track);
    free(track);
}
END_TEST

/* ---- what an alert holds ---- */

/* The last alert told, copied as JSON and as single fields. */
struct kept {
    char json[1000];
    char fields[1000];
    int64_t created;
    uint64_t sequence;
};

static ounce_control keep_alert(void *user, const ounce_alert *alert)
{
    struct kept *kept = user;
    size_t size;

    ck_assert_int_eq(ounce_alert_json(alert, kept->json, sizeof kept->json - 1, &size),
                     OUNCE_OK);
    kept->json[size] = '\0';
    snprintf(kept->fields, sizeof kept->fields, "%.*s|%.*s|%.*s|%.*s",
             (int)alert->description.size, alert->description.data,
             (int)alert->reference.size, alert->reference.data,
             (int)alert->runbook.size, alert->runbook.data, (int)alert->context.size,
             alert->context.data);
    kept->created = alert->created_time;
    kept->sequence = alert->sequence;
    return OUNCE_CONTINUE;
}

struct keeping {
    struct track *track;
    int64_t time;
    struct kept *kept;
};

static ounce_control keep_match(void *user, ounce_match *match)
{
    struct keeping *keeping = user;

    ck_assert_int_eq(ounce_tracker_feed(keeping->track->tracker, match, keeping->time,
                                        keep_alert, keeping->kept, NULL),
                     OUNCE_OK);
    return OUNCE_CONTINUE;
}

static void feed_kept(struct track *track, const char *json, int64_t minutes,
                      struct kept *kept)
{
    struct keeping keeping = {track, START + minutes * MINUTE, kept};
    ounce_event event;

    ounce_event_init_json(&event, json, strlen(json));
    ck_assert_int_eq(ounce_matcher_run_rule(track->set.matcher, 0, &event, keep_match,
                                            &keeping, NULL),
                     OUNCE_OK);
}

START_TEST(an_alert_has_the_fields_of_the_match_that_opened_its_window)
{
    struct track *track = malloc(sizeof *track);
    struct kept kept = {0};

    ck_assert_ptr_nonnull(track);
    track_script(track, "A=2/60; flush");
    feed_kept(track, "{\"k\":\"x\",\"t\":\"one\",\"h\":1,\"p_log_type\":\"L\"}", 0,
              &kept);
    feed_kept(track, "{\"k\":\"x\",\"t\":\"two\",\"p_log_type\":\"M\"}", 30, &kept);

    ck_assert_str_eq(
        kept.json,
        "{\"kind\":\"alert\",\"rule_id\":\"A\",\"severity\":\"HIGH\",\"title\":\"on "
        "one\",\"dedup\":\"x\",\"alert_context\":{\"t\":\"one\"},\"log_type\":\"L\","
        "\"first_time\":\"2024-01-15T10:00:00.000Z\",\"last_time\":"
        "\"2024-01-15T10:30:00.000Z\",\"count\":2}");
    ck_assert_str_eq(kept.fields, "about A|see A|do A|{\"t\":\"one\"}");
    ck_assert_int_eq(kept.created, START + 30 * MINUTE);
    ck_assert_uint_eq(kept.sequence, 1);

    feed_kept(track, "{\"k\":\"x\",\"t\":\"three\"}", 59, &kept);
    ck_assert_int_eq(kept.created, START + 30 * MINUTE);
    feed_kept(track, "{\"k\":\"x\",\"t\":\"four\"}", 60, &kept);
    feed_kept(track, "{\"k\":\"x\",\"t\":\"five\"}", 61, &kept);
    ck_assert_str_eq(
        kept.json,
        "{\"kind\":\"alert\",\"rule_id\":\"A\",\"severity\":\"LOW\",\"title\":\"on "
        "four\",\"dedup\":\"x\",\"alert_context\":{\"t\":\"four\"},\"log_type\":null,"
        "\"first_time\":\"2024-01-15T11:00:00.000Z\",\"last_time\":"
        "\"2024-01-15T11:01:00.000Z\",\"count\":2}");
    ck_assert_uint_eq(kept.sequence, 2);

    track_finish(track);
    free(track);
}
END_TEST

START_TEST(a_late_match_that_opens_an_alert_dates_it)
{
    struct track *track = malloc(sizeof *track);
    struct kept kept = {0};

    ck_assert_ptr_nonnull(track);
    track_script(track, "A=2/60; flush");
    feed_kept(track, "{\"k\":\"x\"}", 30, &kept);
    feed_kept(track, "{\"k\":\"x\"}", 10, &kept);

    ck_assert_int_eq(kept.created, START + 10 * MINUTE);
    ck_assert_ptr_nonnull(strstr(kept.json, "\"first_time\":\"2024-01-15T10:30:00"));
    ck_assert_ptr_nonnull(strstr(kept.json, "\"last_time\":\"2024-01-15T10:30:00"));

    track_finish(track);
    free(track);
}
END_TEST

START_TEST(no_sequence_number_is_used_twice)
{
    struct track *track = malloc(sizeof *track);
    struct kept kept = {0};

    ck_assert_ptr_nonnull(track);
    track_script(track, "A=1/60; flush");
    feed_kept(track, "{\"k\":\"x\"}", 0, &kept);
    ck_assert_uint_eq(kept.sequence, 1);
    ounce_tracker_advance(track->tracker, START + 60 * MINUTE, NULL, NULL);
    feed_kept(track, "{\"k\":\"x\"}", 60, &kept);
    ck_assert_uint_eq(kept.sequence, 2); /* although the key had been forgotten */
    feed_kept(track, "{\"k\":\"y\"}", 60, &kept);
    ck_assert_uint_eq(kept.sequence, 3);

    track_finish(track);
    free(track);
}
END_TEST

START_TEST(json_of_an_alert_fits_or_says_how_large_it_is)
{
    ounce_alert alert = {0};
    char text[1000];
    char exact[1000];
    size_t size, again;

    alert.first_time = -1;
    alert.last_time = OUNCE_TIME_MAX;
    ck_assert_int_eq(ounce_alert_json(&alert, text, sizeof text - 1, &size), OUNCE_OK);
    text[size] = '\0';
    ck_assert_str_eq(text,
                     "{\"kind\":\"alert\",\"rule_id\":null,\"severity\":null,\"title\":"
                     "null,\"dedup\":null,\"alert_context\":null,\"log_type\":null,"
                     "\"first_time\":null,\"last_time\":\"9999-12-31T23:59:59.999Z\","
                     "\"count\":0}");
    ck_assert_int_eq(ounce_alert_json(&alert, exact, size, &again), OUNCE_OK);
    ck_assert_uint_eq(again, size);
    ck_assert_int_eq(ounce_alert_json(&alert, exact, size - 1, &again),
                     OUNCE_ERR_SPACE);
    ck_assert_uint_eq(again, size);
    ck_assert_int_eq(ounce_alert_json(&alert, NULL, 0, &again), OUNCE_ERR_SPACE);
    ck_assert_uint_eq(again, size);
}
END_TEST

/* ---- contracts ---- */

START_TEST(times_outside_1970_to_9999_are_refused)
{
    struct track *track = malloc(sizeof *track);
    ounce_alert_counts counts;

    ck_assert_ptr_nonnull(track);
    track_script(track, "A=1/525600; flush");

    ck_assert_int_eq(track_feed(track, "A", "a", -1), OUNCE_ERR_ARGUMENT);
    ck_assert_str_eq(track->err.message, "-1 ms is no time of the years 1970 to 9999");
    ck_assert_int_eq(track_feed(track, "A", "a", OUNCE_TIME_MAX + 1),
                     OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(track_feed(track, "A", "a", INT64_MAX), OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(track_feed(track, "A", "a", INT64_MIN), OUNCE_ERR_ARGUMENT);
    ounce_tracker_counts(track->tracker, &counts);
    ck_assert_uint_eq(counts.matches, 0);

    ck_assert_int_eq(track_feed(track, "A", "a", OUNCE_TIME_MAX), OUNCE_OK);
    ck_assert_int_eq(track_feed(track, "A", "b", 0), OUNCE_OK);
    ounce_tracker_advance(track->tracker, INT64_MIN, NULL, NULL);
    ounce_tracker_counts(track->tracker, &counts);
    ck_assert_uint_eq(counts.keys, 2);
    ounce_tracker_advance(track->tracker, INT64_MAX, NULL, NULL);
    ounce_tracker_counts(track->tracker, &counts);
    ck_assert_uint_eq(counts.keys, 0);

    track_finish(track);
    free(track);
}
END_TEST

START_TEST(options_are_checked)
{
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;
    ounce_tracker *tracker;

    options.size--;
    ck_assert_int_eq(ounce_tracker_new(&options, &tracker, NULL), OUNCE_ERR_ARGUMENT);
    ck_assert_ptr_null(tracker);
    options.size++;
    options.max_keys = 0;
    ck_assert_int_eq(ounce_tracker_new(&options, &tracker, NULL), OUNCE_ERR_ARGUMENT);
    options.max_keys = 1;
    options.max_late = -1;
    ck_assert_int_eq(ounce_tracker_new(&options, &tracker, NULL), OUNCE_ERR_ARGUMENT);
    ck_assert_int_eq(ounce_tracker_new(NULL, &tracker, NULL), OUNCE_OK);
    ounce_tracker_free(tracker);
    ounce_tracker_free(NULL);
}
END_TEST

/* ---- the time of an event ---- */

static const struct {
    const char *event;
    int64_t time; /* -1: there is none */
} times[] = {
    {"{\"p_event_time\":\"2024-01-15 10:00:00\"}", START},
    {"{\"p_event_time\":\"2024-01-15T11:00:00.5+01:00\"}", START + 500},
    {"{\"p_event_time\":\"2024-01-15\\u002010:00:00\"}", START}, /* an escape */
    {"{\"p_event_time\":\"x\",\"p_event_time\":\"2024-01-15 10:00:00\"}", START},
    {"{\"P_Event_Time\":\"2024-01-15 10:00:00\"}", -1},
    {"{\"P_Event_Time\":\"1999-01-15 10:00:00\",\"p_event_time\":\"2024-01-15 "
     "10:00:00\"}",
     START},
    {"{}", -1},
    {"{\"p_event_time\":null}", -1},
    {"{\"p_event_time\":1705312800}", -1},
    {"{\"p_event_time\":{\"a\":1}}", -1},
    {"{\"p_event_time\":\"\"}", -1},
    {"{\"p_event_time\":\"yesterday\"}", -1},
    {"{\"a\":{\"p_event_time\":\"2024-01-15 10:00:00\"}}", -1},
};

static ounce_control read_time(void *user, ounce_match *match)
{
    int64_t *time = user;
    ounce_str text;

    if (!ounce_match_time(match, time)) {
        *time = -1;
    }
    /* the match is as good as before */
    ck_assert_int_eq(ounce_match_text(match, OUNCE_ALERT_DEDUP, &text, NULL), OUNCE_OK);
    return OUNCE_CONTINUE;
}

START_TEST(the_time_of_an_event_is_its_p_event_time)
{
    struct kit_set set;
    ounce_event event;
    int64_t time = -2;

    kit_compile_detection(&set, "- {Condition: AlwaysTrue}");
    /* an event before it, so that what is read is not of that */
    ck_assert(kit_judge(&set, "{\"p_event_time\":\"2001-01-01 00:00:00\"}"));
    ounce_event_init_json(&event, times[_i].event, strlen(times[_i].event));
    ck_assert_int_eq(
        ounce_matcher_run_rule(set.matcher, 0, &event, read_time, &time, NULL),
        OUNCE_OK);

    ck_assert_msg(time == times[_i].time, "%s: %lld", times[_i].event, (long long)time);
    kit_finish(&set);
}
END_TEST

/* A host whose events have a time and nothing else; `broken` makes it fail. */
struct host {
    const char *time;
    bool broken;
};

static ounce_found host_member(void *ctx, const void *map, const char *name,
                               size_t name_size, ounce_value *out)
{
    const struct host *host = ctx;

    (void)map;
    if (host->broken) {
        return OUNCE_BROKEN;
    }
    if (name_size != 12 || memcmp(name, "p_event_time", 12) != 0) {
        return OUNCE_ABSENT;
    }
    out->kind = OUNCE_TEXT;
    out->text = host->time;
    out->size = strlen(host->time);
    return OUNCE_FOUND;
}

static ounce_found host_element(void *ctx, const void *list, size_t index,
                                ounce_value *out)
{
    (void)ctx;
    (void)list;
    (void)index;
    (void)out;
    return OUNCE_ABSENT;
}

static ounce_found host_next(void *ctx, const void *map, const void **cursor,
                             ounce_str *name, ounce_value *out)
{
    (void)map;
    (void)cursor;
    (void)name;
    (void)out;
    return ((const struct host *)ctx)->broken ? OUNCE_BROKEN : OUNCE_ABSENT;
}

static const ounce_accessor accessor = {(uint32_t)sizeof(ounce_accessor), host_member,
                                        host_element, host_next};

START_TEST(the_time_of_a_host_event_comes_from_its_accessor)
{
    struct host host = {"2024-01-15 10:00:00", false};
    struct kit_set set;
    ounce_event event;
    int64_t time = -2;

    kit_compile_detection(&set, "- {Condition: AlwaysTrue}");
    ounce_event_init_host(&event, &accessor, &host, &host);
    ck_assert_int_eq(
        ounce_matcher_run_rule(set.matcher, 0, &event, read_time, &time, NULL),
        OUNCE_OK);

    ck_assert_int_eq(time, START);
    kit_finish(&set);
}
END_TEST

struct breaking {
    struct track *track;
    struct host *host;
    struct kept *kept;
    int64_t time;
};

static ounce_control break_and_feed(void *user, ounce_match *match)
{
    struct breaking *breaking = user;

    breaking->host->broken = true; /* from here on nothing can be computed */
    ck_assert(!ounce_match_time(match, &breaking->time));
    ck_assert_int_eq(ounce_tracker_feed(breaking->track->tracker, match, START,
                                        keep_alert, breaking->kept, NULL),
                     OUNCE_OK);
    return OUNCE_CONTINUE;
}

START_TEST(texts_that_cannot_be_computed_do_not_lose_the_alert)
{
    struct track *track = malloc(sizeof *track);
    struct host host = {"", false};
    struct kept kept = {0};
    struct breaking breaking = {track, &host, &kept, -2};
    ounce_event event;

    ck_assert_ptr_nonnull(track);
    track_script(track, "A=1/60; flush");
    ounce_event_init_host(&event, &accessor, &host, &host);
    event.log_type = (ounce_str){"\xff", 1}; /* not UTF-8: left out */
    ck_assert_int_eq(ounce_matcher_run_rule(track->set.matcher, 0, &event,
                                            break_and_feed, &breaking, NULL),
                     OUNCE_OK);

    ck_assert_int_eq(breaking.time, -2);
    ck_assert_str_eq(
        kept.json,
        "{\"kind\":\"alert\",\"rule_id\":\"A\",\"severity\":\"LOW\",\"title\":\"A\","
        "\"dedup\":\"defaultDedupString:A\",\"alert_context\":{\"_error\":\"the alert "
        "context cannot be "
        "computed\"},\"log_type\":null,\"first_time\":"
        "\"2024-01-15T10:00:00.000Z\",\"last_time\":\"2024-01-15T10:00:00.000Z\","
        "\"count\":1}");
    track_finish(track);
    free(track);
}
END_TEST

/* ---- many keys ---- */

/* A window as a naive list has it. */
struct plain {
    int rule, dedup;
    int64_t start, end, until, last;
    int count;
    bool open;
    int age;
};

#define PLAIN_KEYS 40
#define PLAIN_MAX  25

struct model {
    struct plain windows[PLAIN_KEYS * 2];
    int count, ages;
    int64_t clock;
    char *log;
    size_t used;
};

static void model_log(struct model *model, const char *what, const struct plain *w,
                      const char *end)
{
    model->used += (size_t)sprintf(
        model->log + model->used, "%s %c %d %d [%lld,%lld]%s; ", what, 'A' + w->rule,
        w->dedup, w->count, (long long)w->start, (long long)w->last, end);
}

static void model_end(struct model *model, int at, const char *why)
{
    if (model->windows[at].open) {
        model_log(model, "close", &model->windows[at], why);
    }
    model->windows[at] = model->windows[--model->count];
}

static int model_first(const struct model *model)
{
    int first = -1;

    for (int i = 0; i < model->count; i++) {
        const struct plain *w = &model->windows[i];

        if (first < 0 || w->until < model->windows[first].until ||
            (w->until == model->windows[first].until &&
             w->age < model->windows[first].age)) {
            first = i;
        }
    }
    return first;
}

static void model_feed(struct model *model, int rule, int dedup, int64_t time)
{
    static const int thresholds[] = {1, 2, 4};
    static const int periods[] = {5, 30, 60};
    int at = 0;

    while (at < model->count &&
           (model->windows[at].rule != rule || model->windows[at].dedup != dedup)) {
        at++;
    }
    if (at == model->count || time >= model->windows[at].end) {
        if (at < model->count) {
            model_end(model, at, " replaced");
        }
        if (model->count == PLAIN_MAX) {
            model_end(model, model_first(model), " evicted");
        }
        at = model->count++;
        model->windows[at] = (struct plain){
            rule, dedup, time,  time + periods[rule], time + periods[rule],
            time, 0,     false, model->ages++};
        if (model->windows[at].end <= model->clock) {
            model->windows[at].until = model->clock + periods[rule];
        }
    }
    model->windows[at].count++;
    if (time > model->windows[at].last) {
        model->windows[at].last = time;
    }
    if (model->windows[at].open) {
        model_log(model, "update", &model->windows[at], "");
    } else if (model->windows[at].count >= thresholds[rule]) {
        model->windows[at].open = true;
        model_log(model, "open", &model->windows[at], "");
    }
}

START_TEST(many_windows_behave_as_a_plain_list_of_them)
{
    struct track *track = malloc(sizeof *track);
    struct model *model = calloc(1, sizeof *model);
    uint32_t random = 12345 + (uint32_t)_i;
    int64_t clock = 0;

    ck_assert_ptr_nonnull(track);
    ck_assert_ptr_nonnull(model);
    model->log = calloc(1, sizeof track->log);
    model->clock = -1000000;
    track_script(track, "max=25; A=1/5; B=2/30; C=4/60; flush");
    for (int i = 0; i < 1500; i++) {
        int rule, dedup;
        int64_t time;
        char text[16];

        random = random * 1664525u + 1013904223u;
        rule = (int)(random >> 8 & 0xff) % 3;
        dedup = (int)(random >> 16 & 0xff) % (PLAIN_KEYS / 3);
        clock += random >> 30 == 0;
        time = clock + 20 - (int64_t)(random >> 24 & 0x1f) % 20;
        snprintf(text, sizeof text, "%d", dedup);
        model_feed(model, rule, dedup, time);
        ck_assert_int_eq(track_feed(track, (const char *[]){"A", "B", "C"}[rule], text,
                                    START + time * MINUTE),
                         OUNCE_OK);
        if (i % 100 == 99) {
            int first;

            model->clock = clock + 20;
            while ((first = model_first(model)) >= 0 &&
                   model->windows[first].until <= clock + 20) {
                model_end(model, first, " expired");
            }
            ounce_tracker_advance(track->tracker, START + (clock + 20) * MINUTE,
                                  track_told, track);
        }
    }
    ck_assert_str_eq(track->log, model->log);
    ck_assert_ptr_nonnull(strstr(track->log, "evicted"));
    ck_assert_ptr_nonnull(strstr(track->log, "replaced"));
    ck_assert_ptr_nonnull(strstr(track->log, "expired"));

    free(model->log);
    free(model);
    track_finish(track);
    free(track);
}
END_TEST

/* ---- reload ---- */

START_TEST(windows_outlive_a_reload_of_the_rules)
{
    struct track *track = malloc(sizeof *track);
    struct track *again = malloc(sizeof *again);
    ounce_tracker *fresh;

    ck_assert_ptr_nonnull(track);
    ck_assert_ptr_nonnull(again);
    track_script(track, "A=3/60; B=2/60; A@0 a; B@0 b");
    track_script(again, "A=2/5; B=5/60; flush"); /* what is open keeps its end */
    fresh = again->tracker;
    again->tracker = track->tracker;

    ck_assert_int_eq(track_feed(again, "A", "a", START + 30 * MINUTE), OUNCE_OK);
    ck_assert_int_eq(track_feed(again, "B", "b", START + 30 * MINUTE), OUNCE_OK);

    ck_assert_str_eq(track->log, "");
    ck_assert_str_eq(again->log, "open A a 2 [0,30]; ");
    again->tracker = fresh;
    track_finish(again);
    free(again);
    track_finish(track);
    free(track);
}
END_TEST

/* ---- out of memory ---- */

START_TEST(a_failed_feed_can_be_repeated)
{
    struct track *track = malloc(sizeof *track);
    bool matcher = _i == 1; /* which memory runs out: the tracker's or the matcher's */
    int failures = 0;

    ck_assert_ptr_nonnull(track);
    track_script(track, "max=30; A=1/60; B=2/60; A@0 a");
    track->used = 0;
    track->log[0] = '\0';
    for (int i = 0; i < 100; i++) {
        struct kit_memory *memory = matcher ? &track->set.memory : &track->memory;
        char dedup[600];
        ounce_alert_counts before, after;
        size_t used = track->used;
        ounce_status status;
        uint64_t after_calls = 0;

        snprintf(dedup, sizeof dedup, "key-%0*d", 10 + i * 5, i % 40);
        ounce_tracker_counts(track->tracker, &before);
        do {
            memory->fail_at = memory->calls + ++after_calls;
            memory->keep_failing = i % 2 == 1;
            {
                struct track_feeding feeding = {track, START + i * MINUTE, 0};
                char json[1300];
                ounce_event event;
                ounce_status run;

                snprintf(json, sizeof json, "{\"k\":\"%s\",\"t\":\"\\u0041%s\"}", dedup,
                         dedup);
                ounce_event_init_json(&event, json, strlen(json));
                track->status = OUNCE_OK;
                run = ounce_matcher_run_rule(track->set.matcher, (uint32_t)i % 2,
                                             &event, track_match, &feeding, NULL);
                status = run != OUNCE_OK ? run : track->status;
            }
            memory->fail_at = 0;
            if (status != OUNCE_OK) {
                failures++;
                ck_assert_int_eq(status, OUNCE_ERR_NOMEM);
                ounce_tracker_counts(track->tracker, &after);
                ck_assert_mem_eq(&before, &after, sizeof before);
                ck_assert_uint_eq(used, track->used); /* nobody was told */
            }
        } while (status != OUNCE_OK);
        ounce_tracker_counts(track->tracker, &after);
        ck_assert_uint_eq(after.matches, before.matches + 1);
    }
    ck_assert_int_gt(failures, matcher ? 1 : 60);
    track_finish(track);
    free(track);
}
END_TEST

START_TEST(making_a_tracker_can_fail)
{
    ounce_tracker_options options = OUNCE_TRACKER_OPTIONS_INIT;
    ounce_error err = OUNCE_ERROR_INIT;
    struct kit_memory memory;
    ounce_tracker *tracker;

    kit_memory_init(&memory);
    memory.fail_at = 1;
    options.allocator = &memory.allocator;
    ck_assert_int_eq(ounce_tracker_new(&options, &tracker, &err), OUNCE_ERR_NOMEM);
    ck_assert_ptr_null(tracker);
    ck_assert_int_eq(err.code, OUNCE_ERR_NOMEM);
    ck_assert_uint_eq(memory.blocks, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tracker");
    TCase *tcase = tcase_create("tracker");

    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, a_timeline_gives_its_alerts, 0, KIT_LENGTH(timelines));
    tcase_add_test(tcase, an_alert_has_the_fields_of_the_match_that_opened_its_window);
    tcase_add_test(tcase, a_late_match_that_opens_an_alert_dates_it);
    tcase_add_test(tcase, no_sequence_number_is_used_twice);
    tcase_add_test(tcase, json_of_an_alert_fits_or_says_how_large_it_is);
    tcase_add_test(tcase, times_outside_1970_to_9999_are_refused);
    tcase_add_test(tcase, options_are_checked);
    tcase_add_loop_test(tcase, the_time_of_an_event_is_its_p_event_time, 0,
                        KIT_LENGTH(times));
    tcase_add_test(tcase, the_time_of_a_host_event_comes_from_its_accessor);
    tcase_add_test(tcase, texts_that_cannot_be_computed_do_not_lose_the_alert);
    tcase_add_loop_test(tcase, many_windows_behave_as_a_plain_list_of_them, 0, 8);
    tcase_add_test(tcase, windows_outlive_a_reload_of_the_rules);
    tcase_add_loop_test(tcase, a_failed_feed_can_be_repeated, 0, 2);
    tcase_add_test(tcase, making_a_tracker_can_fail);
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
