"""What a document's sentences leave to each other: whose measures, against whom, and people's full names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from embargowatch import lexicon
from embargowatch.reading import Document
from embargowatch.reading.document import evidence_of
from embargowatch.topics.sanctions.draft import Draft, Filler
from embargowatch.topics.sanctions.parties import sender_beside, usual_sender
from embargowatch.topics.sanctions.phrases import programme_rows
from embargowatch.topics.sanctions.themes import drop_origins, of_theme, thematic
from embargowatch.types import Evidence

COMMON_SENDERS = {"US", "EU", "UN", "GB", "NATO"}
FROM_TARGETS = 0.8
"""How sure a state is that was read from what those who are hit are called."""
CONDUCT = lexicon.group("conduct")
INHERITED = 0.5
"""How sure a role is that another sentence gave."""


def complete(document: Document, drafts: list[Draft]) -> None:
    """Fill missing senders and target countries from the sentence, the programme, the targets and the document."""
    if not drafts:
        return
    for draft in drafts:
        _sender_from_sentence(draft)
        _from_programmes(draft)
    about_theme = of_theme(document)
    drop_origins(drafts, about_theme)
    affiliation = _affiliations(drafts)
    for draft in drafts:
        _country_by_conduct(draft)
        _country_of_targets(draft, affiliation)
    _turn_round(drafts)
    senders, countries = _votes(d.senders for d in drafts), _votes(d.countries for d in drafts)
    home = _home_country(document, countries, senders)
    for draft in drafts:
        if not thematic(draft, about_theme):
            _country_of_sentence(draft, countries, home)
    for draft in drafts:
        _from_document(draft, drafts, None if thematic(draft, about_theme) else home)
    sender = usual_sender(document)
    for draft in drafts:
        hits = bool(draft.countries or draft.targets)
        if hits and not draft.senders:
            draft.senders += [
                f for f in (sender_beside(draft), sender) if f is not None and f.value not in draft.countries_aimed
            ][:1]


def _turn_round(drafts: list[Draft]) -> None:
    """Who is the target of the document's other measures is no sender of one without a target: a misread headline."""
    senders, countries = _votes(d.senders for d in drafts), _votes(d.countries for d in drafts)
    for draft in drafts:
        code = next(iter(draft.sending), "") if len(draft.senders) == 1 and not draft.countries else ""
        if code and draft.trigger.kind == "verb" and countries[code] > senders[code]:
            draft.countries, draft.senders = draft.senders, []


def _votes(lists: Iterable[list[Filler]]) -> Counter[str]:
    return Counter(f.value for fillers in lists for f in fillers)


def _sender_from_sentence(draft: Draft) -> None:
    """A listing without an agent beside an institution that lists: "was added to OFAC's list"."""
    if draft.senders or draft.action in ("evade",):
        return
    for mention in draft.clause.known:
        if (
            (
                mention.kind == "institution"
                and mention.codes[0] not in draft.countries_aimed
                and mention.form in ("agency", "ministry")
            )
            and mention.codes[0] in ("US", "GB", "EU", "UN")
            and draft.trigger.kind == "verb"
        ):
            draft.senders.append(Filler(mention.codes[0], evidence_of(mention), 0.6))
            return


def _from_programmes(draft: Draft) -> None:
    for program in draft.programs:
        row = programme_rows().get(program.value, {})
        code = row.get("countries") or (
            "US"
            if program.value.startswith("Executive Order")
            else "UN"
            if program.value.startswith("Resolution")
            else ""
        )
        if code and not draft.senders and code not in draft.countries_aimed:
            draft.senders.append(Filler(code, program.evidence, 0.7))
        aimed = row.get("aims_at", "")
        if aimed and not draft.countries:
            draft.countries.append(Filler(aimed, program.evidence, 0.7))


def _affiliations(drafts: list[Draft]) -> dict[str, Filler]:
    """The country that a name is given anywhere in the document: "Iran's Bank Melli"."""
    found: dict[str, Filler] = {}
    for draft in drafts:
        if len(draft.countries) == 1 and draft.countries[0].sure > INHERITED:
            for name in draft.names:
                found.setdefault(name, replace(draft.countries[0], sure=0.6))
    return found


def _country_of_targets(draft: Draft, affiliation: dict[str, Filler]) -> None:
    if not draft.countries:
        for name in draft.names & affiliation.keys():
            if affiliation[name].value not in draft.sending:
                draft.countries.append(affiliation[name])
                return


def _country_by_conduct(draft: Draft) -> None:
    """The state whose conduct is given as the reason ("over Iran's missile programme") goes before the one that
    those who are hit come from."""
    if any(f.sure > FROM_TARGETS for f in draft.countries):
        return
    for mention in draft.clause.known:
        if mention.kind != "country" or mention.codes[0] in draft.sending | COMMON_SENDERS:
            continue
        token = draft.clause.doc[mention.last]
        wars = token.head.lower_ == "war" and token.dep_ != "poss"
        if (
            token.dep_ in ("poss", "amod", "compound", "nmod")
            and not wars
            and CONDUCT & {token.head.lower_, token.head.head.lower_}
        ):
            draft.countries[:] = [Filler(mention.codes[0], evidence_of(mention), 0.7)]
            return


def _country_of_sentence(draft: Draft, countries: Counter[str], home: Filler | None) -> None:
    """The one state in the sentence that does not sanction: "Iran will pump more now that sanctions are lifted"."""
    if draft.countries or draft.action in ("threaten", "call_for"):
        return
    named = {
        m.codes[0]: m
        for m in draft.clause.known
        if m.kind in ("country", "leader") and m.codes[0] not in draft.sending | COMMON_SENDERS
    }
    if len(named) == 1:
        code, mention = named.popitem()
        if home is not None and code != home.value and not countries[code]:
            return
        draft.countries.append(Filler(code, evidence_of(mention), INHERITED))


def _home_country(document: Document, countries: Counter[str], senders: Counter[str]) -> Filler | None:
    """The state that a document is about: in its title or lead, and not the one that sanctions. By names only."""
    seen: dict[str, Filler] = {}
    tally: Counter[str] = Counter()
    for sentence in document.sentences[:4]:
        for hit in document.names(sentence.index):
            code = hit.name.codes[0] if hit.name.codes else ""
            where = sentence.text[: hit.start].endswith((" in ", " in the "))
            if (
                hit.name.kind in ("country", "leader")
                and not where
                and code not in senders
                and code not in COMMON_SENDERS
            ):
                tally[code] += 2 if sentence.where == "title" else 1
                start = sentence.start + hit.start
                evidence = Evidence(sentence.where, start, sentence.start + hit.end, sentence.text[hit.start : hit.end])
                seen.setdefault(code, Filler(code, evidence, INHERITED))
    if not tally:
        return None
    code, votes = tally.most_common(1)[0]
    rest = sum(tally.values()) - votes
    return seen[code] if votes > rest or countries[code] else None


def _from_document(draft: Draft, drafts: list[Draft], home: Filler | None) -> None:
    if not draft.countries and (draft.targets or draft.senders or draft.trigger.asserted):
        draft.countries += _usual(draft, drafts, "countries", "senders") or (
            [home] if home and home.value not in draft.sending else []
        )
    if not draft.senders and draft.action != "call_for":
        draft.senders += _usual(draft, drafts, "senders", "countries")


def _usual(draft: Draft, drafts: list[Draft], wanted: str, given: str) -> list[Filler]:
    """The role's filler that most other drafts give, first among those that agree with this one otherwise."""
    own = {f.value for f in getattr(draft, given)}
    alike = [d for d in drafts if d is not draft and (not own or own & {f.value for f in getattr(d, given)})]
    said = [f for d in alike for f in getattr(d, wanted) if f.sure > INHERITED]
    tally = Counter(f.value for f in said if f.value not in own)
    if not tally:
        return []
    best, n = tally.most_common(1)[0]
    if n < 0.5 * sum(tally.values()):
        return []
    source = next(f for f in said if f.value == best)
    return [replace(source, sure=INHERITED)]
