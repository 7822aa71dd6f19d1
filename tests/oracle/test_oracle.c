/* test_oracle.c — the oracle against every worked example of the specification.
 *
 *     {"5.4", "{KeyPath: v, StartsWith Describe}", "{'v':'DescribeVpcs'}", true}
 *
 * The oracle judges the engine, so it must itself be judged: not by the engine, but by
 * the examples of the written specification, one row each, tagged with their section.
 * Rules and events are JSON with ' in place of ".
 */
#include "oracle.h"

#include "kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH(array) ((int)(sizeof(array) / sizeof((array)[0])))

static json_t *json(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    json_error_t error;
    json_t *value;
    size_t i;

    for (i = 0; text[i] != '\0'; i++) {
        copy[i] = text[i] == '\'' ? '"' : text[i];
    }
    copy[i] = '\0';
    value = json_loads(copy, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);
    ck_assert_msg(value != NULL, "%s: %s", error.text, copy);
    free(copy);
    return value;
}

/* ---- Detections ---- */

#define EVENT10                                                                        \
    "{'actor':{'id':7,'Email':'Ann@x.io'},'ips':['10.0.0.5','8.8.8.8'],'n':null}"
#define IMPLICIT_ALL                                                                   \
    "{'KeyPath':'kind','Condition':'Equals','Value':'login'},"                         \
    "{'Any':[{'KeyPath':'geo.country','Condition':'IsNotIn','Values':['NL','DE']},"    \
    "{'All':[{'KeyPath':'hour','Condition':'IsGreaterThanOrEquals','Value':22},"       \
    "{'None':[{'KeyPath':'user.oncall','Condition':'Equals','Value':true}]}]}]}"
#define FACTORS                                                                        \
    "{'KeyPath':'session.factors','Condition':'AnyElement','Expressions':["            \
    "{'KeyPath':'type','Condition':'Equals','Value':'sms'},"                           \
    "{'KeyPath':'verified','Condition':'Equals','Value':false}]}"
#define T               "{'Condition':'AlwaysTrue'}"
#define F               "{'Condition':'AlwaysFalse'}"
#define E(name)         "{'KeyPath':'v','Condition':'" name "'}"
#define V(name, value)  "{'KeyPath':'v','Condition':'" name "','Value':" value "}"
#define L(name, values) "{'KeyPath':'v','Condition':'" name "','Values':[" values "]}"
#define M(name)         "{'Condition':'" name "','Values':[{'Key':'a'},{'Key':'b'}]}"
#define EACH(name)                                                                     \
    "{'KeyPath':'v','Condition':'" name "','Expressions':["                            \
    "{'Key':'k','Condition':'Equals','Value':1}]}"
#define ROW(condition, operand)                                                        \
    "{'Condition':'" condition "'," operand ",'Enrichment':{'Table':'asset_db',"       \
    "'Selector':'client.ip','FieldPath':'owner.team'}}"
#define ENRICHED(row) "{'p_enrichment':{'asset_db':{'client.ip':" row "}}}"
#define DEEP(steps, condition, rest)                                                   \
    "{'DeepKey':" steps ",'Condition':'" condition "'" rest "}"

static const struct {
    const char *section;
    const char *list; /* the members of the detection's list */
    const char *event;
    bool expected;
} examples[] = {
    /* §1 Lists and combinators */
    {"1", "{'All':[]}", "{}", true},
    {"1", "{'Any':[]}", "{}", false},
    {"1", "{'OnlyOne':[]}", "{}", false},
    {"1", "{'None':[]}", "{}", true},
    {"1", T "," T, "{}", true},
    {"1", T "," F, "{}", false},
    {"1", "{'All':[" T "," T "]}", "{}", true},
    {"1", "{'All':[" T "," F "]}", "{}", false},
    {"1", "{'Any':[" F "," T "]}", "{}", true},
    {"1", "{'Any':[" F "," F "]}", "{}", false},
    {"1", "{'OnlyOne':[" F "," T "]}", "{}", true},
    {"1", "{'OnlyOne':[" T "," T "]}", "{}", false},
    {"1", "{'OnlyOne':[" T "," T "," T "]}", "{}", false},
    {"1", "{'None':[" F "," F "]}", "{}", true},
    {"1", "{'None':[" F "," T "]}", "{}", false},
    {"1", IMPLICIT_ALL, "{'kind':'login','geo':{'country':'FR'}}", true},
    {"1", IMPLICIT_ALL, "{'kind':'login','geo':{'country':'NL'}}", false},
    {"1", IMPLICIT_ALL, "{'kind':'login','geo':{'country':'NL'},'hour':22}", true},
    {"1", IMPLICIT_ALL,
     "{'kind':'login','geo':{'country':'NL'},'hour':22,'user':{'oncall':true}}", false},
    {"1", IMPLICIT_ALL, "{'kind':'logout','geo':{'country':'FR'}}", false},

    /* §3.1 Key */
    {"3.1", "{'Key':'a.b','Condition':'Exists'}", "{'a.b':1}", true},
    {"3.1", "{'Key':'a.b','Condition':'Exists'}", "{'a':{'b':1}}", false},
    {"3.1", "{'Key':'a[0]','Condition':'Exists'}", "{'a[0]':1}", true},

    /* §3.2 DeepKey */
    {"3.2", DEEP("['a','b']", "Equals", ",'Value':1"), "{'a':{'b':1}}", true},
    {"3.2", DEEP("['a.b']", "Exists", ""), "{'a':{'b':1}}", false},
    {"3.2", DEEP("['a',1]", "Equals", ",'Value':2"), "{'a':[1,2]}", true},
    {"3.2", DEEP("['a',2]", "Exists", ""), "{'a':[1,2]}", false},
    {"3.2", DEEP("['a','0']", "Exists", ""), "{'a':[1,2]}", false},
    {"3.2", DEEP("['a','0']", "Exists", ""), "{'a':{'0':1}}", true},
    {"3.2", DEEP("['a',0]", "Exists", ""), "{'a':{'0':1}}", false},

    /* §3.3 KeyPath */
    {"3.3", "{'KeyPath':'a.b.c','Condition':'Exists'}", "{'a':{'b':{'c':null}}}", true},
    {"3.3", "{'KeyPath':'a[2]','Condition':'Equals','Value':3}", "{'a':[1,2,3]}", true},
    {"3.3", "{'KeyPath':'a.b[2].c','Condition':'Exists'}", "{'a':{'b':[0,1,{'c':0}]}}",
     true},
    {"3.3", "{'KeyPath':'a[3]','Condition':'Exists'}", "{'a':[1,2,3]}", false},
    {"3.3", "{'KeyPath':'a[0]','Condition':'Exists'}", "{'a':{'0':1}}", false},
    {"3.3", "{'KeyPath':'a.0','Condition':'Exists'}", "{'a':{'0':1}}", true},
    {"3.3", "{'KeyPath':'a.0','Condition':'Exists'}", "{'a':[1]}", false},
    {"3.3", "{'KeyPath':'$.a','Condition':'Exists'}", "{'a':1}", true},
    {"3.3", "{'KeyPath':'[0].x','Condition':'Exists'}", "{'x':1}", false},
    {"3.3",
     "{'KeyPath':'v','Condition':'AnyElement','Expressions':["
     "{'KeyPath':'[0].x','Condition':'Exists'}]}",
     "{'v':[[{'x':1}]]}", true},

    /* §3.4 Wildcard */
    {"3.4",
     "{'KeyPath':'grants[*].permission','Condition':'Contains','Value':'vm.del'}",
     "{'grants':[{'permission':'vm.get'},{},{'permission':'vm.del'}]}", true},
    {"3.4",
     "{'KeyPath':'grants[*].permission','Condition':'Contains','Value':'vm.del'}",
     "{'grants':[{'permission':'vm.delete'}]}", false},
    {"3.4", /* an explicit null contributes null */
     "{'Condition':'Contains','Values':[{'KeyPath':'a[*].b'},{'Key':'n'}]}",
     "{'a':[{'b':null}],'n':null}", true},
    {"3.4", "{'Condition':'Equals','Values':[{'KeyPath':'a[*].b[*]'},{'Key':'c'}]}",
     "{'a':[{'b':[1,2]},{'b':[3]}],'c':[1,2,3]}", true},
    {"3.4", "{'Condition':'Equals','Values':[{'KeyPath':'a[*].b'},{'Key':'c'}]}",
     "{'a':[{'b':[1,2]},{'b':[3]}],'c':[[1,2],[3]]}", true},
    {"3.4", "{'Condition':'Equals','Values':[{'KeyPath':'a[*]'},{'Key':'c'}]}",
     "{'a':[[1],null,{'x':2}],'c':[[1],null,{'x':2}]}", true},
    {"3.4", "{'KeyPath':'a[*].b','Condition':'Exists'}", "{'a':{'b':1}}", false},
    {"3.4", "{'KeyPath':'a[*].b','Condition':'Exists'}", "{}", false},
    {"3.4", "{'KeyPath':'a[*].b','Condition':'Exists'}", "{'a':[{'c':1}]}", false},
    {"3.4", "{'KeyPath':'a[*].b','Condition':'Exists'}", "{'a':[]}", false},
    {"3.4", "{'KeyPath':'a[*]','Condition':'Exists'}", "{'a':[]}", false},
    {"3.4", "{'KeyPath':'a[*].b','Condition':'Exists'}", "{'a':[{'b':null}]}", true},
    {"3.4", "{'KeyPath':'a[*].b','Condition':'Equals','Value':1}", "{'a':[{'b':1}]}",
     false},

    /* §3.5 Name matching */
    {"3.5", "{'Key':'userName','Condition':'Equals','Value':1}",
     "{'USERNAME':2,'userName':1}", true},
    {"3.5", "{'Key':'userName','Condition':'Equals','Value':2}",
     "{'USERNAME':2,'username':1}", true},
    {"3.5", DEEP("['A','b']", "Exists", ""), "{'a':{'B':0}}", true},
    {"3.5", "{'Key':'\xc3\x9cser','Condition':'Exists'}", "{'\xc3\xbcSER':0}", true},
    {"3.5", "{'Key':'a','Condition':'Equals','Value':2}", "{'a':1,'a':2}", true},
    {"3.5", "{'Key':'AB','Condition':'Equals','Value':3}", "{'aB':1,'Ab':2,'aB':3}",
     true},

    /* §3.6 Enrichment */
    {"3.6", ROW("Equals", "'Value':'ops'"), ENRICHED("{'owner':{'team':'ops'}}"), true},
    {"3.6", ROW("Equals", "'Value':'ops'"), ENRICHED("{'owner':{'team':'dev'}}"),
     false},
    {"3.6", ROW("Equals", "'Value':'ops'"),
     ENRICHED("[{'owner':{'team':'dev'}},{'owner':{'team':'ops'}}]"), true},
    {"3.6", ROW("DoesNotEqual", "'Value':'ops'"),
     ENRICHED("[{'owner':{'team':'dev'}},{'owner':{'team':'ops'}}]"), false},
    {"3.6", ROW("DoesNotEqual", "'Value':'ops'"),
     ENRICHED("[{'owner':{'team':'dev'}},{'owner':{}}]"), true},
    {"3.6", ROW("IsIn", "'Values':['ops']"), ENRICHED("[{'owner':{'team':'ops'}}]"),
     true},
    {"3.6", ROW("IsNotIn", "'Values':['ops']"), "{}", true},
    {"3.6",
     "{'Enrichment':{'Table':'t','Selector':'$.c.ip','FieldPath':'x'},"
     "'Condition':'Equals','Value':1}",
     "{'p_enrichment':{'t':{'c.ip':{'x':1}}}}", true},
    {"3.6",
     "{'Enrichment':{'Table':'t','Selector':'c.ip','FieldPath':'x'},"
     "'Condition':'Equals','Value':1}",
     "{'p_enrichment':{'t':{'c':{'ip':{'x':1}}}}}", false},

    /* §3.7 Scope */
    {"3.7",
     "{'Key':'v','Condition':'AnyElement','Expressions':["
     "{'Key':'a','Condition':'Exists'}]}",
     "{'v':[{}],'a':1}", false},

    /* §4 Equality and ordering */
    {"4", M("Equals"), "{'a':'x','b':'x'}", true},
    {"4", M("Equals"), "{'a':'x','b':'X'}", false},
    {"4", M("Equals"), "{'a':1,'b':1.0}", true},
    {"4", M("Equals"), "{'a':9007199254740993,'b':9007199254740992}", false},
    {"4", M("Equals"), "{'a':9007199254740993,'b':9007199254740992.0}", false},
    {"4", M("IsGreaterThan"), "{'a':9007199254740993,'b':9007199254740992}", true},
    {"4", M("Equals"), "{'a':9223372036854775807,'b':9223372036854775808.0}", false},
    {"4", M("Equals"), "{'a':true,'b':1}", false},
    {"4", M("Equals"), "{'a':false,'b':0.0}", false},
    {"4", M("Equals"), "{'a':true,'b':true}", true},
    {"4", M("Equals"), "{'a':true,'b':false}", false},
    {"4", M("Equals"), "{'a':null,'b':null}", true},
    {"4", M("Equals"), "{'a':null,'b':''}", false},
    {"4", M("Equals"), "{'a':[1,{'x':2,'y':3}],'b':[1.0,{'y':3,'x':2}]}", true},
    {"4", M("Equals"), "{'a':[1,2],'b':[2,1]}", false},
    {"4", M("Equals"), "{'a':[1],'b':[1,2]}", false},
    {"4", M("Equals"), "{'a':{'X':1},'b':{'x':1}}", false},
    {"4", M("Equals"), "{'a':{'x':1},'b':{'x':1,'y':1}}", false},
    {"4", M("Equals"), "{'a':'403','b':403}", false},
    {"4", M("IsGreaterThan"), "{'a':2,'b':1.5}", true},
    {"4", M("IsGreaterThan"), "{'a':'b','b':'a'}", true},
    {"4", M("IsGreaterThan"), "{'a':'\xf0\x9f\x98\x80','b':'\xef\xbf\xbd'}", true},
    {"4", M("IsGreaterThan"), "{'a':true,'b':false}", false},
    {"4", M("IsLessThanOrEquals"), "{'a':null,'b':null}", false},
    {"4", V("IsGreaterThan", "5"), "{'v':'30'}", false},

    /* §5.1 Absolute */
    {"5.1", T, "{}", true},
    {"5.1", F, "{}", false},

    /* §5.3 Equality */
    {"5.3", V("Equals", "403"), "{'v':403}", true},
    {"5.3", V("Equals", "403"), "{'v':403.0}", true},
    {"5.3", V("Equals", "403"), "{'v':'403'}", false},
    {"5.3", V("Equals", "403"), "{}", false},
    {"5.3", V("Equals", "true"), "{'v':true}", true},
    {"5.3", V("Equals", "true"), "{'v':1}", false},
    {"5.3", V("Equals", "true"), "{'v':'true'}", false},
    {"5.3", V("Equals", "''"), "{'v':''}", true},
    {"5.3", V("Equals", "''"), "{}", false},
    {"5.3", V("Equals", "''"), "{'v':null}", false},
    {"5.3", V("DoesNotEqual", "'ok'"), "{'v':'OK'}", true},
    {"5.3", V("DoesNotEqual", "'ok'"), "{}", true},
    {"5.3", V("DoesNotEqual", "'ok'"), "{'v':null}", true},
    {"5.3", V("DoesNotEqual", "'ok'"), "{'v':['ok']}", true},
    {"5.3", V("DoesNotEqual", "'ok'"), "{'v':'ok'}", false},
    {"5.3", V("IEquals", "'Root'"), "{'v':'root'}", true},
    {"5.3", V("IEquals", "'Root'"), "{'v':'ROOT'}", true},
    {"5.3", V("IEquals", "'Root'"), "{'v':'rooted'}", false},
    {"5.3", V("IEquals", "7"), "{'v':7}", true},
    {"5.3", V("IDoesNotEqual", "'Root'"), "{'v':'rooted'}", true},
    {"5.3", V("IDoesNotEqual", "'Root'"), "{'v':'ROOT'}", false},
    {"5.3", V("IDoesNotEqual", "'Root'"), "{}", true},

    /* §5.4 Prefix and suffix */
    {"5.4", V("StartsWith", "'Describe'"), "{'v':'DescribeVpcs'}", true},
    {"5.4", V("StartsWith", "'Describe'"), "{'v':'describeVpcs'}", false},
    {"5.4", V("StartsWith", "'Describe'"), "{}", false},
    {"5.4", V("StartsWith", "'Describe'"), "{'v':['Describe']}", false},
    {"5.4", V("IEndsWith", "'.EXE'"), "{'v':'a.exe'}", true},
    {"5.4", V("IEndsWith", "'.EXE'"), "{'v':'a.exe.txt'}", false},
    {"5.4", V("DoesNotEndWith", "'.internal'"), "{'v':'db.example'}", true},
    {"5.4", V("DoesNotEndWith", "'.internal'"), "{}", true},
    {"5.4", V("DoesNotEndWith", "'.internal'"), "{'v':7}", true},
    {"5.4", V("DoesNotEndWith", "'.internal'"), "{'v':'db.internal'}", false},
    {"5.4", V("StartsWith", "''"), "{'v':''}", true},
    {"5.4", V("EndsWith", "''"), "{'v':'x'}", true},
    {"5.4", V("EndsWith", "''"), "{'v':null}", false},
    {"5.4", V("DoesNotStartWith", "'a'"), "{'v':'abc'}", false},
    {"5.4", V("IStartsWith", "'AB'"), "{'v':'abc'}", true},
    {"5.4", V("IDoesNotStartWith", "'AB'"), "{'v':'abc'}", false},
    {"5.4", V("EndsWith", "'bc'"), "{'v':'abc'}", true},
    {"5.4", V("IDoesNotEndWith", "'BC'"), "{'v':'abc'}", false},

    /* §5.5 Containment */
    {"5.5", V("Contains", "'admin'"), "{'v':'sysadmin'}", true},
    {"5.5", V("Contains", "'admin'"), "{'v':['admin']}", true},
    {"5.5", V("Contains", "'admin'"), "{'v':{'admin':0}}", true},
    {"5.5", V("Contains", "'admin'"), "{'v':{'Admin':0}}", true},
    {"5.5", V("Contains", "'admin'"), "{'v':['sysadmin']}", false},
    {"5.5", V("Contains", "'admin'"), "{'v':'Admin'}", false},
    {"5.5", V("Contains", "true"), "{'v':[false,true]}", true},
    {"5.5", V("Contains", "true"), "{'v':true}", false},
    {"5.5", V("Contains", "true"), "{'v':'true'}", false},
    {"5.5", V("Contains", "true"), "{'v':[1]}", false},
    {"5.5", V("Contains", "''"), "{'v':''}", true},
    {"5.5", V("Contains", "''"), "{'v':'x'}", true},
    {"5.5", V("IContains", "'ADMIN'"), "{'v':'SysAdmin'}", true},
    {"5.5", V("IContains", "'ADMIN'"), "{'v':['Admin']}", true},
    {"5.5", V("IContains", "'ADMIN'"), "{'v':['SysAdmin']}", false},
    {"5.5", V("IDoesNotContain", "'ADMIN'"), "{'v':'SysAdmin'}", false},
    {"5.5", V("IDoesNotContain", "'ADMIN'"), "{}", true},
    {"5.5", V("DoesNotContain", "'x'"), "{}", true},
    {"5.5", V("DoesNotContain", "'x'"), "{'v':5}", true},
    {"5.5", V("DoesNotContain", "'x'"), "{'v':'y'}", true},
    {"5.5", V("DoesNotContain", "'x'"), "{'v':[]}", true},
    {"5.5", V("DoesNotContain", "'x'"), "{'v':'xyz'}", false},
    {"5.5", V("Has", "'admin'"), "{'v':'sysadmin'}", true},
    {"5.5", V("DoesNotHave", "'admin'"), "{'v':'sysadmin'}", false},
    {"5.5", L("Contains", "'p','q'"), "{'v':'aqb'}", true},
    {"5.5", L("Contains", "'p','q'"), "{'v':'ab'}", false},
    {"5.5", L("DoesNotContain", "'p','q'"), "{'v':'aqb'}", false},
    {"5.5", L("StartsWith", "'p','q'"), "{'v':'qa'}", true},
    {"5.5", L("DoesNotStartWith", "'p','q'"), "{'v':'qa'}", false},
    {"5.5", L("IEndsWith", "'p','q'"), "{'v':'aQ'}", true},

    /* §5.6 Ordering */
    {"5.6", V("IsGreaterThan", "5"), "{'v':6}", true},
    {"5.6", V("IsGreaterThan", "5"), "{'v':5.01}", true},
    {"5.6", V("IsGreaterThan", "5"), "{'v':5}", false},
    {"5.6", V("IsGreaterThan", "5"), "{'v':'6'}", false},
    {"5.6", V("IsGreaterThan", "5"), "{'v':true}", false},
    {"5.6", V("IsGreaterThan", "5"), "{}", false},
    {"5.6", V("IsLessThanOrEquals", "8.9"), "{'v':8.9}", true},
    {"5.6", V("IsLessThanOrEquals", "8.9"), "{'v':-3}", true},
    {"5.6", V("IsLessThanOrEquals", "8.9"), "{'v':9}", false},
    {"5.6", V("IsLessThanOrEquals", "8.9"), "{'v':null}", false},
    {"5.6", V("IsLessThan", "'m'"), "{'v':'apple'}", true},
    {"5.6", V("IsLessThan", "'m'"), "{'v':'Zebra'}", true},
    {"5.6", V("IsLessThan", "'m'"), "{'v':'melon'}", false},
    {"5.6", V("IsLessThan", "'m'"), "{'v':3}", false},
    {"5.6", V("IsGreaterThanOrEquals", "5"), "{'v':5}", true},
    {"5.6", V("IsGreaterThanOrEqual", "5"), "{'v':5}", true},
    {"5.6", V("IsGreaterThanOrEqual", "5"), "{'v':4}", false},
    {"5.6", V("IsLessThanOrEqual", "5"), "{'v':5}", true},
    {"5.6", V("IsLessThanOrEqual", "5"), "{}", false},

    /* §5.7 Membership */
    {"5.7", L("IsIn", "22,3389"), "{'v':22}", true},
    {"5.7", L("IsIn", "22,3389"), "{'v':'22'}", false},
    {"5.7", L("IsIn", "22,3389"), "{'v':[22]}", false},
    {"5.7", L("IsIn", "22,3389"), "{}", false},
    {"5.7", L("IsNotIn", "'svc-a'"), "{'v':'bob'}", true},
    {"5.7", L("IsNotIn", "'svc-a'"), "{}", true},
    {"5.7", L("IsNotIn", "'svc-a'"), "{'v':null}", true},
    {"5.7", L("IsNotIn", "'svc-a'"), "{'v':'svc-a'}", false},
    {"5.7", L("IsIn", ""), "{'v':1}", false},
    {"5.7", L("IsNotIn", ""), "{'v':1}", true},
    {"5.7", L("IsIn", "'10.0.0.0/8'"), "{'v':'10.0.0.1'}", false},
    {"5.7", L("IsIn", "'a'"), "{'v':'A'}", false},

    /* §5.8 IP addresses */
    {"5.8", E("IsIPAddressPublic"), "{'v':'52.9.8.7'}", true},
    {"5.8", E("IsIPAddressPublic"), "{'v':'10.0.0.1'}", false},
    {"5.8", E("IsIPAddressPublic"), "{'v':'203.0.113.9'}", false},
    {"5.8", E("IsIPAddressPublic"), "{'v':'n/a'}", false},
    {"5.8", E("IsIPAddressPublic"), "{'v':'localhost'}", false},
    {"5.8", E("IsIPAddressPublic"), "{'v':7}", false},
    {"5.8", E("IsIPAddressPublic"), "{}", false},
    {"5.8", E("IsIPAddressPrivate"), "{'v':'localhost'}", false},
    {"5.8", E("IsIPAddressPrivate"), "{'v':7}", false},
    {"5.8", E("IsIPAddressPrivate"), "{}", false},
    {"5.8", E("IsIPAddressPrivate"), "{'v':'192.0.2.1'}", true},
    {"5.8", E("IsIPAddressPrivate"), "{'v':'198.51.100.1'}", true},
    {"5.8", E("IsIPAddressPrivate"), "{'v':'203.0.113.1'}", true},
    {"5.8", E("IsIPAddressPublic"), "{'v':'100.64.0.1'}", true},
    {"5.8", E("IsIPAddressPublic"), "{'v':'224.0.0.1'}", true},
    {"5.8", E("IsIPAddressPrivate"), "{'v':'::ffff:10.0.0.1'}", true},
    {"5.8", E("IsIPAddressPublic"), "{'v':'::ffff:8.8.8.8'}", true},
    {"5.8", E("IsIPAddress"), "{'v':'1.2.3.4'}", true},
    {"5.8", E("IsIPAddress"), "{'v':'1.2.3.04'}", false},
    {"5.8", E("IsIPAddress"), "{'v':' 1.2.3.4'}", false},
    {"5.8", E("IsIPAddress"), "{'v':'1.2.3.256'}", false},
    {"5.8", E("IsIPAddress"), "{'v':'1.2.3.4/32'}", false},
    {"5.8", E("IsIPAddress"), "{'v':'1.2.3.4:80'}", false},
    {"5.8", E("IsIPAddress"), "{'v':'[::1]'}", false},
    {"5.8", E("IsIPAddress"), "{'v':16909060}", false},
    {"5.8", E("IsIPAddress"), "{'v':'fe80::1%eth0'}", true},
    {"5.8", E("IsIPv4Address"), "{'v':'1.2.3.4'}", true},
    {"5.8", E("IsIPv4Address"), "{'v':'::1'}", false},
    {"5.8", E("IsIPv6Address"), "{'v':'::1'}", true},
    {"5.8", E("IsIPv6Address"), "{'v':'::1.2.3.4'}", true},
    {"5.8", E("IsIPv6Address"), "{'v':'1.2.3.4'}", false},
    {"5.8", V("IsIPAddress", "true"), "{'v':'1.2.3.4'}", true},
    {"5.8", V("IsIPAddress", "false"), "{'v':'1.2.3.4'}", false},
    {"5.8", V("IsIPAddressPublic", "false"), "{'v':'localhost'}", true},
    {"5.8", V("IsIPAddressPrivate", "false"), "{}", true},
    {"5.8", V("IsIPAddressInCIDR", "'172.16.0.0/12'"), "{'v':'172.31.0.9'}", true},
    {"5.8", V("IsIPAddressInCIDR", "'172.16.0.0/12'"), "{'v':'172.32.0.1'}", false},
    {"5.8", V("IsIPAddressInCIDR", "'172.16.0.0/12'"), "{'v':'172.16.0.0/24'}", false},
    {"5.8", V("IsIPAddressInCIDR", "'172.16.0.0/255.240.0.0'"), "{'v':'172.31.0.9'}",
     true},
    {"5.8", V("IsIPAddressInCIDR", "'10.1.2.3/8'"), "{'v':'10.200.0.1'}", true},
    {"5.8", V("IsIPAddressInCIDR", "'10.1.2.3'"), "{'v':'10.1.2.3'}", true},
    {"5.8", V("IsIPAddressInCIDR", "'10.1.2.3'"), "{'v':'10.1.2.4'}", false},
    {"5.8", V("IsIPAddressInCIDR", "'::/0'"), "{'v':'10.1.2.4'}", false},
    {"5.8", V("IsIPAddressInCIDR", "'0.0.0.0/0'"), "{'v':'::1'}", false},
    {"5.8", V("IsIPAddressInCIDR", "'0.0.0.0/0'"), "{'v':'::ffff:1.2.3.4'}", false},
    {"5.8", L("IsIPAddressInCIDR", "'10.0.0.0/8','::/0'"), "{'v':'::1'}", true},
    {"5.8", L("IsIPAddressNotInCIDR", "'10.0.0.0/8'"), "{'v':'8.8.8.8'}", true},
    {"5.8", L("IsIPAddressNotInCIDR", "'10.0.0.0/8'"), "{}", true},
    {"5.8", L("IsIPAddressNotInCIDR", "'10.0.0.0/8'"), "{'v':'host'}", true},
    {"5.8", L("IsIPAddressNotInCIDR", "'10.0.0.0/8'"), "{'v':'10.9.9.9'}", false},
    {"5.8", L("CIDRContainsIPAddresses", "'10.1.0.5','10.2.0.5'"),
     "{'v':'10.1.0.0/16'}", true},
    {"5.8", L("CIDRContainsIPAddresses", "'10.1.0.5','10.2.0.5'"),
     "{'v':'10.3.0.0/16'}", false},
    {"5.8", L("CIDRContainsIPAddresses", "'10.1.0.5','10.2.0.5'"), "{'v':'x'}", false},
    {"5.8", V("CIDRContainsIPAddresses", "'10.1.0.5'"), "{'v':'10.1.0.5'}", true},
    {"5.8", V("CIDRDoesNotContainIPAddresses", "'10.1.0.5'"), "{'v':'10.1.9.9/16'}",
     false},
    {"5.8", V("CIDRDoesNotContainIPAddresses", "'10.1.0.5'"), "{'v':'x'}", true},
    {"5.8", V("CIDRDoesNotContainIPAddresses", "'10.1.0.5'"), "{}", true},

    /* §5.9 List comprehension */
    {"5.9", FACTORS, "{'session':{'factors':[{'type':'sms','verified':false}]}}", true},
    {"5.9", FACTORS,
     "{'session':{'factors':[{'type':'sms','verified':true},"
     "{'type':'app','verified':false}]}}",
     false},
    {"5.9", EACH("AnyElement"), "{'v':[{'k':1},{'k':2}]}", true},
    {"5.9", EACH("AnyElement"), "{'v':[{'k':2}]}", false},
    {"5.9", EACH("AnyElement"), "{'v':[]}", false},
    {"5.9", EACH("AnyElement"), "{}", false},
    {"5.9", EACH("AnyElement"), "{'v':null}", false},
    {"5.9", EACH("AnyElement"), "{'v':{'k':1}}", false},
    {"5.9", EACH("AllElements"), "{'v':[{'k':1},{'k':1.0}]}", true},
    {"5.9", EACH("AllElements"), "{'v':[{'k':1},{'k':2}]}", false},
    {"5.9", EACH("AllElements"), "{'v':[]}", true},
    {"5.9", EACH("AllElements"), "{}", false},
    {"5.9", EACH("AllElements"), "{'v':null}", false},
    {"5.9", EACH("AllElements"), "{'v':'x'}", false},
    {"5.9", EACH("OnlyOneElement"), "{'v':[{'k':2},{'k':1}]}", true},
    {"5.9", EACH("OnlyOneElement"), "{'v':[{'k':1},{'k':1}]}", false},
    {"5.9", EACH("OnlyOneElement"), "{'v':[]}", false},
    {"5.9", EACH("OnlyOneElement"), "{}", false},
    {"5.9", EACH("NoElement"), "{'v':[{'k':2},{}]}", true},
    {"5.9", EACH("NoElement"), "{'v':[{'k':2},{'k':1}]}", false},
    {"5.9", EACH("NoElement"), "{'v':[]}", true},
    {"5.9", EACH("NoElement"), "{}", true},
    {"5.9", EACH("NoElement"), "{'v':7}", true},
    {"5.9", EACH("AnyElement"), "{'v':[1,'k',null,['k']]}", false},
    {"5.9", "{'Key':'v','Condition':'AllElements','Expressions':[]}", "{'v':[1]}",
     true},
    {"5.9", "{'Key':'v','Condition':'NoElement','Expressions':[]}", "{'v':[1]}", false},
    {"5.9",
     "{'Key':'v','Condition':'AnyElement','Expressions':["
     "{'Key':'w','Condition':'AllElements','Expressions':["
     "{'Key':'k','Condition':'Equals','Value':1}]}]}",
     "{'v':[{'w':[{'k':2}]},{'w':[{'k':1}]}]}", true},

    /* §5.10 Multi-key */
    {"5.10",
     "{'Condition':'DoesNotEqual','Values':[{'KeyPath':'change.old'},"
     "{'KeyPath':'change.new'}]}",
     "{'change':{'old':1,'new':2}}", true},
    {"5.10",
     "{'Condition':'DoesNotEqual','Values':[{'KeyPath':'change.old'},"
     "{'KeyPath':'change.new'}]}",
     "{'change':{'old':1,'new':1}}", false},
    {"5.10", M("IsGreaterThan"), "{'a':2,'b':1}", true},
    {"5.10", M("IsGreaterThan"), "{'a':1,'b':2}", false},
    {"5.10", M("Contains"), "{'a':'xyz','b':'y'}", true},
    {"5.10", M("Contains"), "{'a':'y','b':'xyz'}", false},
    {"5.10", M("Contains"), "{'a':[[1],2],'b':[1]}", true},
    {"5.10", M("Equals"), "{}", true},
    {"5.10", M("DoesNotEqual"), "{'a':1}", true},
    {"5.10", M("Equals"), "{'a':null}", true},
    {"5.10", M("IsLessThan"), "{'a':1}", false},
    {"5.10", M("StartsWith"), "{'a':'x'}", false},
    {"5.10", M("StartsWith"), "{'a':'xy','b':'x'}", true},
    {"5.10", M("IEquals"), "{'a':'xy','b':'XY'}", true},
    {"5.10", M("IEquals"), "{'a':['x'],'b':['X']}", false},

    /* §10 Worked evaluation */
    {"10", "{'KeyPath':'actor.email','Condition':'IEquals','Value':'ann@X.IO'}",
     EVENT10, true},
    {"10", "{'KeyPath':'actor.email','Condition':'Equals','Value':'ann@x.io'}", EVENT10,
     false},
    {"10", "{'KeyPath':'ips[0]','Condition':'IsIPAddressPrivate'}", EVENT10, true},
    {"10", "{'KeyPath':'ips','Condition':'IsIPAddressPrivate'}", EVENT10, false},
    {"10", "{'KeyPath':'ips','Condition':'Contains','Value':'8.8.8.8'}", EVENT10, true},
    {"10", "{'KeyPath':'ips','Condition':'Contains','Value':'8.8'}", EVENT10, false},
    {"10", "{'Key':'n','Condition':'Exists'}", EVENT10, true},
    {"10", "{'Key':'n','Condition':'IsNull'}", EVENT10, true},
    {"10", "{'KeyPath':'n.x','Condition':'DoesNotExist'}", EVENT10, true},
    {"10", "{'KeyPath':'actor.id','Condition':'IsNotIn','Values':['7']}", EVENT10,
     true},
    {"10", "{'KeyPath':'gone','Condition':'DoesNotStartWith','Value':'a'}", EVENT10,
     true},
    {"10", DEEP("['ips',1]", "Equals", ",'Value':'8.8.8.8'"), EVENT10, true},
    {"10", "{'KeyPath':'ips[*]','Condition':'Equals','Value':'8.8.8.8'}", EVENT10,
     false},
    {"10", "{'None':[{'Key':'n','Condition':'IsNotNull'}]}", EVENT10, true},
};

START_TEST(examples_of_the_specification_hold)
{
    char text[1024];
    json_t *detection;
    json_t *event = json(examples[_i].event);
    bool result;

    snprintf(text, sizeof text, "[%s]", examples[_i].list);
    detection = json(text);
    result = oracle_detection(detection, event);

    ck_assert_msg(result == examples[_i].expected, "§%s: %s on %s is %d",
                  examples[_i].section, text, examples[_i].event, result);
    json_decref(detection);
    json_decref(event);
}
END_TEST

/* ---- §5.2 Existence: one row a condition, one column a value ---- */

static const char *const columns[] = {
    "{}",          "{'v':null}", "{'v':''}",     "{'v':[]}",  "{'v':{}}",
    "{'v':false}", "{'v':0}",    "{'v':' '}",    "{'v':[0]}", "{'v':1.5}",
    "{'v':true}",  "{'v':'x'}",  "{'v':{'a':1}}"};

static const struct {
    const char *condition;
    const char *expected; /* missing, null, three empty ones, false, 0, others */
} existence[] = {
    {E("Exists"), "FTTTTTTTTTTTT"},        {E("DoesNotExist"), "TFFFFFFFFFFFF"},
    {E("IsNull"), "TTFFFFFFFFFFF"},        {E("IsNotNull"), "FFTTTTTTTTTTT"},
    {E("IsNullOrEmpty"), "TTTTTFFFFFFFF"}, {E("IsNotNullOrEmpty"), "FFFFFTTTTTTTT"},
};

START_TEST(existence_is_the_table)
{
    char text[128];
    char actual[LENGTH(columns) + 1] = {0};
    json_t *detection;

    snprintf(text, sizeof text, "[%s]", existence[_i].condition);
    detection = json(text);
    for (int i = 0; i < LENGTH(columns); i++) {
        json_t *event = json(columns[i]);

        actual[i] = oracle_detection(detection, event) ? 'T' : 'F';
        json_decref(event);
    }

    ck_assert_str_eq(actual, existence[_i].expected);
    json_decref(detection);
}
END_TEST

static const struct {
    const char *condition;
    const char *expected; /* {}, {error:{code:null}}, {error:{code:""}} */
} nulls[] = {{"[{'KeyPath':'error.code','Condition':'IsNull'}]", "TTF"}};

START_TEST(is_null_covers_absent_fields)
{
    static const char *const events[] = {"{}", "{'error':{'code':null}}",
                                         "{'error':{'code':''}}"};
    json_t *detection = json(nulls[_i].condition);
    char actual[4] = {0};

    for (int i = 0; i < LENGTH(events); i++) {
        json_t *event = json(events[i]);

        actual[i] = oracle_detection(detection, event) ? 'T' : 'F';
        json_decref(event);
    }

    ck_assert_str_eq(actual, nulls[_i].expected);
    json_decref(detection);
}
END_TEST

/* ---- §6 Missing, null, wrong type ---- */

static const struct {
    const char *expression;
    const char *expected; /* missing, null, wrong type */
    const char *wrong;
} summary[] = {
    {V("Equals", "1"), "FFF", "{'v':'1'}"},
    {V("StartsWith", "'a'"), "FFF", "{'v':1}"},
    {V("EndsWith", "'a'"), "FFF", "{'v':['a']}"},
    {V("Contains", "'a'"), "FFF", "{'v':1}"},
    {L("IsIn", "1,2"), "FFF", "{'v':'1'}"},
    {V("IsIPAddressInCIDR", "'::/0'"), "FFF", "{'v':1}"},
    {V("CIDRContainsIPAddresses", "'::1'"), "FFF", "{'v':1}"},
    {V("DoesNotEqual", "1"), "TTT", "{'v':'1'}"},
    {V("DoesNotStartWith", "'a'"), "TTT", "{'v':1}"},
    {V("DoesNotEndWith", "'a'"), "TTT", "{'v':['a']}"},
    {V("DoesNotContain", "'a'"), "TTT", "{'v':1}"},
    {L("IsNotIn", "1,2"), "TTT", "{'v':'1'}"},
    {V("IsIPAddressNotInCIDR", "'::/0'"), "TTT", "{'v':1}"},
    {V("CIDRDoesNotContainIPAddresses", "'::1'"), "TTT", "{'v':1}"},
    {V("IsGreaterThan", "1"), "FFF", "{'v':'1'}"},
    {V("IsGreaterThanOrEquals", "1"), "FFF", "{'v':'1'}"},
    {V("IsLessThan", "1"), "FFF", "{'v':'1'}"},
    {V("IsLessThanOrEquals", "1"), "FFF", "{'v':'1'}"},
    {EACH("AnyElement"), "FFF", "{'v':'1'}"},
    {EACH("AllElements"), "FFF", "{'v':'1'}"},
    {EACH("OnlyOneElement"), "FFF", "{'v':'1'}"},
    {EACH("NoElement"), "TTT", "{'v':'1'}"},
};

START_TEST(missing_null_and_wrong_types_are_the_table)
{
    const char *const events[] = {"{}", "{'v':null}", summary[_i].wrong};
    char text[256];
    char actual[4] = {0};
    json_t *detection;

    snprintf(text, sizeof text, "[%s]", summary[_i].expression);
    detection = json(text);
    for (int i = 0; i < LENGTH(events); i++) {
        json_t *event = json(events[i]);

        actual[i] = oracle_detection(detection, event) ? 'T' : 'F';
        json_decref(event);
    }

    ck_assert_str_eq(actual, summary[_i].expected);
    json_decref(detection);
}
END_TEST

/* ---- §9 Inline filters ---- */

#define TWO                                                                            \
    "{'Any':[{'KeyPath':'a','Condition':'DoesNotEqual','Value':1},"                    \
    "{'KeyPath':'b','Condition':'DoesNotEqual','Value':2}]}"

static const struct {
    const char *list;
    const char *event;
    bool expected;
} filters[] = {
    {V("Equals", "'prod'"), "{}", true},
    {V("Equals", "'prod'"), "{'v':null}", false},
    {V("Equals", "'prod'"), "{'v':'prod'}", true},
    {V("DoesNotEqual", "'prod'"), "{}", true},
    {V("DoesNotEqual", "'prod'"), "{'v':null}", true},
    {V("DoesNotEqual", "'prod'"), "{'v':'prod'}", false},
    {E("IsNotNullOrEmpty"), "{}", true},
    {E("IsNotNullOrEmpty"), "{'v':null}", false},
    {E("IsNotNullOrEmpty"), "{'v':'prod'}", true},
    {E("IsNullOrEmpty"), "{}", true},
    {E("IsNullOrEmpty"), "{'v':null}", true},
    {E("IsNullOrEmpty"), "{'v':'prod'}", false},
    {"{'All':[]}", "{}", true},
    {"", "{}", true},
    {TWO, "{'a':1,'b':2}", false},
    {TWO, "{'a':1,'b':3}", true},
    {TWO, "{'a':3,'b':2}", true},
    {TWO, "{'a':1}", true}, /* b is missing, so its statement passes */
    {E("IsIPAddressPublic"), "{}", true},
    {E("IsIPAddressPublic"), "{'v':'10.0.0.1'}", false},
    {"{'KeyPath':'v[*].x','Condition':'Contains','Value':1}", "{'v':[{}]}", true},
    {"{'KeyPath':'v[*].x','Condition':'Contains','Value':1}", "{'v':[{'x':2}]}", false},
    {ROW("Equals", "'Value':'ops'"), "{}", true},
    {ROW("Equals", "'Value':'ops'"), ENRICHED("[{'owner':1},{}]"), true},
    {ROW("Equals", "'Value':'ops'"), ENRICHED("[{'owner':{'team':'dev'}},{}]"), false},
};

START_TEST(filters_pass_what_is_missing)
{
    char text[512];
    json_t *list;
    json_t *event = json(filters[_i].event);

    snprintf(text, sizeof text, "[%s]", filters[_i].list);
    list = json(text);

    ck_assert_int_eq(oracle_filters(list, event), filters[_i].expected);
    json_decref(list);
    json_decref(event);
}
END_TEST

/* ---- §3.3, choice 4: KeyPath lexis ---- */

static const struct {
    const char *text;
    const char *steps; /* NULL: no KeyPath */
} paths[] = {
    {"a", "[\"a\"]"},
    {"a.b.c", "[\"a\",\"b\",\"c\"]"},
    {"a[2]", "[\"a\",2]"},
    {"a.b[2].c", "[\"a\",\"b\",2,\"c\"]"},
    {"a[*].b", "[\"a\",null,\"b\"]"},
    {"a[0][*]", "[\"a\",0,null]"},
    {" a b-c@d:e$f", "[\" a b-c@d:e$f\"]"},
    {"a'b\"c", "[\"a'b\\\"c\"]"},
    {"[\"a.b\"]", "[\"a.b\"]"},
    {"['a.b']", "[\"a.b\"]"},
    {"x[\"a.b\"].y", "[\"x\",\"a.b\",\"y\"]"},
    {"x[0]['a[b]']", "[\"x\",0,\"a[b]\"]"},
    {"[\"a\\\"b\"]", "[\"a\\\"b\"]"},
    {"['a\\'b']", "[\"a'b\"]"},
    {"['a\\\\b']", "[\"a\\\\b\"]"},
    {"p_enrichment.my_table[\"client.ip\"].city",
     "[\"p_enrichment\",\"my_table\",\"client.ip\",\"city\"]"},
    {"a\\.b", "[\"a.b\"]"},
    {"a\\[0\\]", "[\"a[0]\"]"},
    {"a\\\\b.c", "[\"a\\\\b\",\"c\"]"},
    {"$.a", "[\"a\"]"},
    {"$a", "[\"a\"]"},
    {"$[\"a\"]", "[\"a\"]"},
    {"a.$b", "[\"a\",\"$b\"]"},
    {"[0].x", "[0,\"x\"]"},
    {"a.0", "[\"a\",\"0\"]"},
    {"", NULL},
    {"$", NULL},
    {"$.", NULL},
    {"a..b", NULL},
    {".a", NULL},
    {"a.", NULL},
    {"a[", NULL},
    {"a[0", NULL},
    {"a]", NULL},
    {"a[\"b", NULL},
    {"a[\"b\"", NULL},
    {"a[-1]", NULL},
    {"a[+1]", NULL},
    {"a[]", NULL},
    {"a[0]b", NULL},
    {"a.[0]", NULL},
    {"a\\b", NULL},
    {"a\\", NULL},
    {"['a\\b']", NULL},
    {"a[*].*", NULL},
    {"$..a", NULL},
    {"a[1:2]", NULL},
    {"a[?(@.x)]", NULL},
    {"a[x]", NULL},
};

START_TEST(key_paths_read_as_listed)
{
    json_t *steps = oracle_path(paths[_i].text);
    char *actual = steps == NULL ? NULL : json_dumps(steps, JSON_COMPACT);

    ck_assert_msg((actual == NULL) == (paths[_i].steps == NULL) &&
                      (actual == NULL || strcmp(actual, paths[_i].steps) == 0),
                  "%s reads as %s", paths[_i].text, actual == NULL ? "error" : actual);
    free(actual);
    json_decref(steps);
}
END_TEST

/* ---- Alert fields ---- */

#define RULE(members) "{'RuleID':'R','Severity':'Low','Enabled':true" members "}"
#define DYNAMIC                                                                        \
    ",'DynamicSeverities':[{'ChangeTo':'Critical','Conditions':["                      \
    "{'KeyPath':'actor.role','Condition':'Equals','Value':'owner'}]},"                 \
    "{'ChangeTo':'high','Conditions':[{'Any':["                                        \
    "{'KeyPath':'actor.mfa','Condition':'Equals','Value':false},"                      \
    "{'KeyPath':'source.ip','Condition':'IsIPAddressPublic'}]}]}]"
#define WHO                                                                            \
    ",'AlertContext':[{'KeyName':'who','KeyValue':{'KeyPath':'actor.email'}},"         \
    "{'KeyName':'first_ip','KeyValue':{'DeepKey':['source','ips',0]}}]"
#define GROUP(keys) ",'GroupBy':[" keys "]"
#define DEFAULT     "defaultDedupString:R"

typedef char *field_fn(const json_t *rule, const json_t *event, size_t *size);

static const struct {
    field_fn *field;
    const char *rule;
    const char *event;
    const char *expected;
} fields[] = {
    {oracle_title, RULE(""), "{}", "R"},
    {oracle_title, RULE(",'DisplayName':'D'"), "{}", "D"},
    {oracle_title, RULE(",'AlertTitle':'a {x.y} b'"), "{'X':{'y':'T'}}", "a T b"},
    {oracle_title, RULE(",'AlertTitle':'{v}|'"), "{'v':7}", "7|"},
    {oracle_title, RULE(",'AlertTitle':'{v}|'"), "{'v':7.0}", "7|"},
    {oracle_title, RULE(",'AlertTitle':'{v}|'"), "{'v':0.1}", "0.1|"},
    {oracle_title, RULE(",'AlertTitle':'{v}|'"), "{'v':1e15}", "1000000000000000|"},
    {oracle_title, RULE(",'AlertTitle':'{v}|'"), "{'v':true}", "true|"},
    {oracle_title, RULE(",'AlertTitle':'{v}|'"), "{'v':null}", "|"},
    {oracle_title, RULE(",'AlertTitle':'{v}|'"), "{}", "|"},
    {oracle_title, RULE(",'AlertTitle':'{v}'"), "{}", "R"},
    {oracle_title, RULE(",'AlertTitle':'{v}'"), "{'v':['a',1,{'b':null}]}",
     "[\"a\",1,{\"b\":null}]"},
    {oracle_title, RULE(",'AlertTitle':'{{{v}}}'"), "{'v':'x'}", "{x}"},
    {oracle_title, RULE(",'AlertTitle':'{v[*].w}'"), "{'v':[{'w':1},{},{'w':2}]}",
     "[1,2]"},
    {oracle_severity, RULE(""), "{}", "LOW"},
    {oracle_severity, RULE(DYNAMIC), "{'actor':{'role':'owner','mfa':false}}",
     "CRITICAL"},
    {oracle_severity, RULE(DYNAMIC), "{'source':{'ip':'8.8.8.8'}}", "HIGH"},
    {oracle_severity, RULE(DYNAMIC), "{}", "LOW"},
    {oracle_severity,
     RULE(",'DynamicSeverities':[{'ChangeTo':'Info','Conditions':[]}]"), "{}", "INFO"},
    {oracle_dedup, RULE(""), "{}", DEFAULT},
    {oracle_dedup, RULE(",'DisplayName':'D'"), "{}", DEFAULT},
    {oracle_dedup, RULE(",'AlertTitle':'t {v}'"), "{'v':1}", "t 1"},
    {oracle_dedup, RULE(",'AlertTitle':'{v}'"), "{}", DEFAULT},
    {oracle_dedup, RULE(",'AlertTitle':'t'" GROUP("")), "{}", "t"},
    {oracle_dedup, RULE(",'AlertTitle':'t'" GROUP("{'Key':'a'}")), "{}", DEFAULT},
    {oracle_dedup, RULE(GROUP("{'Key':'a'}")), "{'a':'x:y\\\\z'}", "x:y\\z"},
    {oracle_dedup, RULE(GROUP("{'Key':'a'},{'Key':'b'}")), "{'a':'x:y\\\\z','b':2.0}",
     "x\\:y\\\\z:2"},
    {oracle_dedup, RULE(GROUP("{'Key':'a'},{'Key':'b'}")), "{'b':false}", ":false"},
    {oracle_dedup, RULE(GROUP("{'Key':'a'},{'Key':'b'}")), "{'b':null}", DEFAULT},
    {oracle_dedup, RULE(GROUP("{'KeyPath':'a.b'}")), "{'a':{'b':{'z':1,'y':[]}}}",
     "{\"z\":1,\"y\":[]}"},
    {oracle_context, RULE(""), "{}", "{}"},
    {oracle_context, RULE(WHO), "{'actor':{'email':'a'},'source':{'ips':['1']}}",
     "{\"who\":\"a\",\"first_ip\":\"1\"}"},
    {oracle_context, RULE(WHO), "{'actor':{'email':1.0}}",
     "{\"who\":1.0,\"first_ip\":null}"},
    {oracle_context,
     RULE(",'AlertContext':[{'KeyName':'k','KeyValue':{'Key':'a'}},"
          "{'KeyName':'k','KeyValue':{'Key':'b'}}]"),
     "{'a':1,'b':2}", "{\"k\":2}"},
};

START_TEST(alert_fields_read_as_specified)
{
    json_t *rule = json(fields[_i].rule);
    json_t *event = json(fields[_i].event);
    char *actual = fields[_i].field(rule, event, NULL);

    ck_assert_str_eq(actual, fields[_i].expected);
    free(actual);
    json_decref(rule);
    json_decref(event);
}
END_TEST

START_TEST(long_titles_keep_a_thousand_characters)
{
    json_t *rule = json(RULE(",'AlertTitle':'{v}'"));
    char value[2 * 1001 + 1];
    json_t *event;
    char *title;
    size_t size;

    for (size_t i = 0; i < 1001; i++) {
        memcpy(value + 2 * i, "\xc3\xa9", 2);
    }
    event = json_pack("{s:s#}", "v", value, (size_t)2000);
    title = oracle_title(rule, event, &size);
    ck_assert_uint_eq(size, 2000);
    free(title);
    json_object_set_new(event, "v", json_stringn(value, 2002));
    title = oracle_title(rule, event, &size);

    ck_assert_uint_eq(size, 2 * 985 + 15);
    ck_assert_str_eq(title + 2 * 985, "... (truncated)");
    free(title);
    json_decref(event);
    json_decref(rule);
}
END_TEST

/* ---- Alerting §1: which rules an event is offered to ---- */

static const struct {
    const char *rule;
    const char *event;
    const char *log_type;
    bool expected;
} selections[] = {
    {"{'Enabled':true,'LogTypes':['A','B']}", "{'p_log_type':'B'}", NULL, true},
    {"{'Enabled':true,'LogTypes':['A']}", "{'p_log_type':'B'}", NULL, false},
    {"{'Enabled':true,'LogTypes':['A']}", "{'p_log_type':'a'}", NULL, false},
    {"{'Enabled':true,'LogTypes':['A']}", "{}", NULL, true},
    {"{'Enabled':true,'LogTypes':['A']}", "{}", "A", true},
    {"{'Enabled':true,'LogTypes':['A']}", "{}", "B", false},
    {"{'Enabled':true,'LogTypes':['A']}", "{'p_log_type':'A'}", "B", true},
    {"{'Enabled':true,'LogTypes':[]}", "{}", NULL, false},
    {"{'Enabled':false,'LogTypes':['A']}", "{'p_log_type':'A'}", NULL, false},
};

START_TEST(events_are_offered_by_log_type)
{
    json_t *rule = json(selections[_i].rule);
    json_t *event = json(selections[_i].event);

    ck_assert_int_eq(oracle_selects(rule, event, selections[_i].log_type),
                     selections[_i].expected);
    json_decref(rule);
    json_decref(event);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("oracle");
    TCase *tcase = tcase_create("examples");

    tcase_add_loop_test(tcase, examples_of_the_specification_hold, 0, LENGTH(examples));
    tcase_add_loop_test(tcase, existence_is_the_table, 0, LENGTH(existence));
    tcase_add_loop_test(tcase, is_null_covers_absent_fields, 0, LENGTH(nulls));
    tcase_add_loop_test(tcase, missing_null_and_wrong_types_are_the_table, 0,
                        LENGTH(summary));
    tcase_add_loop_test(tcase, filters_pass_what_is_missing, 0, LENGTH(filters));
    tcase_add_loop_test(tcase, key_paths_read_as_listed, 0, LENGTH(paths));
    tcase_add_loop_test(tcase, alert_fields_read_as_specified, 0, LENGTH(fields));
    tcase_add_test(tcase, long_titles_keep_a_thousand_characters);
    tcase_add_loop_test(tcase, events_are_offered_by_log_type, 0, LENGTH(selections));
    suite_add_tcase(suite, tcase);
    return kit_run(suite);
}
