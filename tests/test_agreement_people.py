"""Two coders of one study: each one's own coding, blind or seeing; what is settled is no longer asked."""

from otzvuk.agreement.people import PROGRAM, Coder, between, coders, unsettled
from otzvuk.codings.decided import decide
from otzvuk.codings.decisions import new_decision
from otzvuk.codings.place import place_of
from otzvuk.model.decision import BLIND, Act, Decision, Judged, settling
from otzvuk.model.mention import Coding, Kind, Mention
from studies import Person, make_study

STUDY, CODINGS = make_study(
    Person("Анна", says=["-discipline.lead_times", "+price.level"]),
    Person("Борис", says=["-documents.errors", "?service.digital"]),
)
BOOK = STUDY.codebook
BLIND_VERA = "Вера" + BLIND


def decided(
    act: Act, coding: Coding, mention: Mention, *, by: str, code: str = "", batch: str = ""
) -> Decision:
    judged = Judged.of(mention)
    other = Judged(
        start=judged.start, stop=judged.stop, kind=judged.kind, code=code or judged.code,
        process=BOOK.process_of(code or judged.code),
    )  # fmt: skip
    place = place_of(coding.interview, mention.turn, mention.start, mention.stop)
    was = () if act is Act.ADD else (judged,)
    return new_decision(act, place, by=by, was=was, now=() if act is Act.REJECT else (other,), batch=batch)


def test_a_blind_coder_begins_with_nothing_and_changes_no_number() -> None:
    first = CODINGS[0]
    own = decided(Act.ADD, first, first.mentions[0], by=BLIND_VERA, code="price.level")
    coding = Coder(BLIND_VERA).coding(CODINGS, [own])[0]
    assert [each.code for each in coding.mentions] == ["price.level"]
    assert Coder(PROGRAM).coding(CODINGS, [own]) == tuple(CODINGS)
    assert coders([own]) == [BLIND_VERA]


def test_agreement_is_over_what_both_worked_on() -> None:
    first, second = CODINGS
    anna = [decided(Act.CONFIRM, first, each, by="Анна") for each in first.mentions]
    vera = [decided(Act.ADD, first, each, by=BLIND_VERA) for each in first.mentions]
    found = between(Coder("Анна"), Coder(BLIND_VERA), CODINGS, [*anna, *vera], BOOK, replicates=10)
    assert found is not None
    assert found.interviews == 1
    assert found.levels["f1"].tolist()[0] == 1.0
    assert found.disagreements.empty
    alone = decided(Act.CONFIRM, second, second.mentions[0], by="Вера")
    assert between(Coder("Анна"), Coder("Вера"), CODINGS, [*anna, alone], BOOK) is None
    program = between(Coder("Анна"), Coder(PROGRAM), CODINGS, anna, BOOK, replicates=10)
    assert program is not None
    assert program.disagreements.empty


def test_what_is_settled_is_not_asked_again_and_counts() -> None:
    first = CODINGS[0]
    one, other = first.mentions[:2]
    anna = [decided(Act.CONFIRM, first, each, by="Анна") for each in (one, other)]
    vera = [
        decided(Act.ADD, first, one, by=BLIND_VERA, code="documents.errors"),
        decided(Act.ADD, first, other, by=BLIND_VERA),
    ]
    found = between(Coder("Анна"), Coder(BLIND_VERA), CODINGS, [*anna, *vera], BOOK, replicates=10)
    assert found is not None
    assert [each.what for each in found.disagreements.itertuples()] == ["код"]
    ruling = decided(Act.CHANGE, first, one, by="Анна", code="documents.errors", batch=settling("1"))
    everything = [*anna, *vera, ruling]
    again = between(Coder("Анна"), Coder(BLIND_VERA), CODINGS, everything, BOOK, replicates=10)
    assert again is not None
    assert len(again.disagreements) == 1  # as they coded, before they talked
    assert unsettled(again, everything).empty
    counted = decide(CODINGS, [each for each in everything if each.by == "Анна"]).codings[0]
    assert {each.code for each in counted.mentions if each.turn == one.turn} == {"documents.errors"}
    assert counted.mentions[0].kind is Kind.COMPLAINT
