"""IAM policies and countries, as values of a rule."""
import json

from policyuniverse.policy import Policy
import pycountry


def rule(event):
    return Policy(event.get("policy")).is_internet_accessible()


def title(event):
    policy = Policy(json.loads(event.get("text", "{}")))
    found = [statement.effect for statement in policy.statements if "*" in statement.principals and not statement.uses_not_principal()]
    return f"{len(policy.statements)} {found} {sorted(policy.principals)} {[entry.category for entry in policy.statements[0].condition_entries]}"


def dedup(event):
    country = pycountry.countries.get(alpha_2=event.get("country"))
    return "nowhere" if country is None else f"{country.name} {country.alpha_3} {hasattr(country, 'common_name')}"


def description(event):
    statement = Policy({"Statement": {"Action": "s3:*"}}).statements[0]
    try:
        return statement.nothing
    except AttributeError as error:
        return f"{error} {isinstance(statement, Policy)} {hasattr(statement, 'statement')} {statement == statement} {statement.statement}"


def runbook(event):
    try:
        return pycountry.countries.get(alpha_2="FR").common_name
    except AttributeError as error:
        return str(error)


def alert_context(event):
    return {"actions": sorted(Policy(event.get("policy")).internet_accessible_actions()), "text": description(event) + runbook(event)}
