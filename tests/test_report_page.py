from __future__ import annotations

import dataclasses
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browser import opened
from otzvuk.model.codebook import read_codebook
from otzvuk.model.errors import InputError
from otzvuk.model.interview import Interview, Participant, Role, Turn
from otzvuk.model.mention import Coding, Kind, Mention, Trend
from otzvuk.model.study import Failure, Score, Study
from otzvuk.numbers.count import company_key
from otzvuk.numbers.damage import rank
from otzvuk.numbers.findings import find
from otzvuk.numbers.quote import pick_quotes
from otzvuk.numbers.survey import Survey
from otzvuk.report import page as page_module
from otzvuk.report.page import render_page
from otzvuk.report.remark import everybody, remarks
from otzvuk.report.story import Story, harm_moved
from otzvuk.report.transcript import pieces
from studies import (
    Person,
    eight_at_once,
    eight_people,
    make_study,
    small_codebook,
    some_people,
    unmarked_speech,
)

RUN = {
    "version": "0.1.0",
    "date": "2025-11-21",
    "seed": 2025,
    "codebook": {"name": "small", "sha256": "ab12"},
}
MARKS = [(1, 7, "2024"), (2, 8, "2024"), (3, 8, "2024"), (4, 9, "2025"), (5, 9, "2025"), (6, 10, "2025")]
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true"
HOSTILE = '<script>alert("раз")</script><img src=x onerror=alert(2)>'


class Page(HTMLParser):
    """Every tag with its attributes, the text of all, and every link with its own text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.links: list[tuple[dict[str, str], str]] = []
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag == "a":
            self.links.append((attributes, ""))
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "a"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.inside:
            attributes, text = self.links[-1]
            self.links[-1] = attributes, text + data

    def all(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


def tables(study: Study, codings: tuple[Coding, ...]) -> tuple[pd.DataFrame, ...]:
    survey = Survey.of(study, codings)
    damage = rank(survey)
    quotes = pick_quotes(survey, ranking=damage, best=5)
    return survey.mentions, survey.ratings, survey.respondents, damage, quotes


def render(study: Study, codings: tuple[Coding, ...], run: dict[str, Any] | None = None) -> str:
    return render_page(Story(find(Survey.of(study, codings)), RUN if run is None else run))


def fits(mentions: pd.DataFrame, respondents: pd.DataFrame, query: str) -> pd.DataFrame:
    """The mentions that a link's filter asks for."""
    found = mentions
    for facet, value in parse_qsl(query):
        if facet == "m":
            found = found.loc[[int(number) - 1 for number in value.split()]]
        elif facet == "client":
            clients = list(dict.fromkeys(company_key(name) for name in respondents["company"] if name))
            found = found[found["company"].map(company_key) == clients[int(value) - 1]]
        elif facet.startswith("lens"):
            book = small_codebook()
            lens = list(book.lenses)[int(facet.removeprefix("lens"))]
            found = found[[book.codes[code].lenses.get(lens) == value for code in found["code"]]]
        elif facet == "who":
            person = respondents.iloc[int(value) - 1]
            found = found[
                (found["interview"] == person["interview"]) & (found["speaker"] == person["speaker"])
            ]
        else:
            found = found[found[facet] == value]
    return found


def check_links(html: str) -> None:
    page = Page(html)
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    for href in page.all("href"):
        assert href.startswith("#")
        assert href[1:] in ids


@pytest.fixture(scope="module")
def eight() -> tuple[pd.DataFrame, ...]:
    return tables(*make_study(*eight_at_once()))


@pytest.fixture(scope="module")
def waves() -> str:
    """A page of two waves, where the last is shown."""
    scores = [Score(f"i{n}", "", "delivery", mark, 10, wave) for n, mark, wave in MARKS]
    return render(*make_study(*eight_people(), scores=scores))


@pytest.fixture(scope="module")
def html() -> str:
    return render(*make_study(*eight_at_once()))


def test_every_link_stays_in_the_page_and_has_its_end(html: str):
    check_links(html)


@settings(deadline=None, max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(some_people())
def test_every_study_gives_a_page_whose_links_hold(people: tuple[Person, ...]):
    html = render(*make_study(*people), run={})
    check_links(html)
    assert "nan" not in Page(html).text
    assert "None" not in Page(html).text


def test_every_linked_number_is_that_of_its_quotes(html: str, eight: tuple[pd.DataFrame, ...]):
    mentions, _, respondents, *_ = eight
    filters = [(each["data-filter"], text) for each, text in Page(html).links if "data-filter" in each]
    of = {query: fits(mentions, respondents, query) for query, _ in filters}
    assert all(len(found) for found in of.values())
    numbered = [(query, int(text)) for query, text in filters if text.isdigit()]
    assert len(numbered) > 100
    for query, number in numbered:
        found = of[query]
        people = found.groupby(["interview", "speaker"]).ngroups
        companies = found.loc[found["company"] != "", "company"].nunique()
        asked = respondents[respondents["role"] == dict(parse_qsl(query)).get("role", "")]
        assert number in {
            len(found), people, companies, len(asked), asked.loc[asked["company"] != "", "company"].nunique()
        }  # fmt: skip


def test_bars_hold_the_mentions_and_the_people(html: str):
    row = re.search(
        r"<tr class=\"depth2\"><th scope=\"row\">Дисциплина</th>.*?</tr>",
        html.split('id="tree-complaint"')[1],
        re.S,
    )
    assert row
    assert re.findall(r">(\d+)</a>", row[0]) == ["11", "6", "5"]


def test_the_heat_map_keeps_zero_cells_and_has_praise_beside():
    html = render(
        *make_study(Person("А", role="user", says=["-price.level", "+price.level", "+price.level"]))
    )
    heat = html[html.index('id="map"') : html.index('id="crosstabs"')]
    deal = re.search(r"<th scope=\"row\">Оценка и сделка</th>(.*?)</tr>", heat, re.S)
    usage = re.search(r"<th scope=\"row\">Опыт применения</th>(.*?)</tr>", heat, re.S)
    assert deal
    assert usage
    numbers = [re.sub(r"<[^>]+>|\s", " ", row).split() for row in (deal[1], usage[1])]
    assert numbers == [["—", "—", "1", "+", "2", "1", "+", "2"], ["—", "—", "0", "+", "0", "0", "+", "0"]]


def test_the_headline_says_who_how_sure_and_how_many(html: str):
    text = " ".join(Page(html).text.replace("\u00a0", " ").split())
    assert (
        "Больше всего вредят клиентам процессы: Доставка В первой тройке с вероятностью больше 99 %. Жалуются"
        in text
    )
    sure = "В первой тройке с вероятностью больше 99 %. Жалуются 6 из 8 респондентов, это 5 из 6 компаний."
    assert sure in text
    assert "Данные не разделяют эти процессы: «Ценообразование»" in text


def test_nothing_named_is_said_in_a_sentence_and_the_first_are_shown_as_open():
    says = ["-discipline.lead_times", "-service.informing", "-documents.errors", "-price.level"]
    html = render(*make_study(*[Person(f"Ч{n}", says=says) for n in range(4)]))
    assert "Ни один процесс нельзя уверенно назвать" in html
    assert html.count('class="card open"') == 3
    assert 'class="card"' not in html


def test_where_nobody_knows_a_company_none_is_counted():
    said = ["-discipline.lead_times", "-documents.errors"]
    html = render(*make_study(*(Person(name, says=said) for name in "абв")))
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    assert "3 респондента" in text
    assert not re.search(r"\b0 компаний", text)


def test_a_study_without_mentions_or_people_is_a_page_too():
    for people, said in (((), "ни один респондент не прочитан"), ((Person("Анна"),), "жалоб нет")):
        html = render(*make_study(*people), run={})
        assert said in html
        assert 'class="card' not in html


def test_assumptions_failures_and_warnings_are_told_once():
    study, codings = make_study(*eight_at_once())
    guess = "интервьюером считается «Интервьюер»"
    first = dataclasses.replace(study.interviews[0], assumptions=(guess,))
    study = dataclasses.replace(
        study,
        interviews=(first, *study.interviews[1:]),
        assumptions=("роли взяты из должностей",),
        failures=(Failure("transcripts/i9.docx", "файл повреждён"),),
    )
    failed = {"file": "transcripts/i9.docx", "message": "файл повреждён"}
    warnings = ["роли взяты из должностей", f"i1: {guess}", "строка 7 без расшифровки"]
    run = RUN | {"warnings": warnings, "failures": [failed]}
    text = Page(render(study, codings, run=run)).text
    for told in (guess, "роли взяты из должностей", "строка 7 без расшифровки", "файл повреждён"):
        assert text.count(told) == 1, told
    assert "Не вошло в отчёт: 1" in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-11-21", "21.11.2025"),
        ("2025-11-21T19:05:00", "21.11.2025, 19:05"),
        ("вчера", "вчера"),
        ("", "—"),
    ],
)
def test_the_date_is_written_the_russian_way(written: str, shown: str):
    assert f"<dt>Дата</dt><dd>{shown}</dd>" in render(*make_study(), run={"date": written})


def test_of_two_waves_the_last_is_shown_with_the_change_beside(waves: str):
    check_links(waves)
    text = Page(waves).text
    assert text.count("волна 2024 — 3\xa0интервью") == 1
    assert "Рядом — перемена к волне 2024" in text
    assert len(re.findall(r'<article class="talk" id="i\d+"|<section[^>]* id="i\d+"', waves)) in (0, 5)
    assert re.search(r"<b>Доставка</b> 9,3 <span[^>]*>▲ \+1,7</span>", waves)
    assert "Вера" not in text  # who was asked in 2024 is in no list
    ranking = waves[waves.index('id="ranking"') : waves.index('id="certainty"')]
    assert "было 2,00" in ranking
    # with three and five people nothing is clear, and nothing is marked as if it were
    table = ranking[ranking.index("<tbody>") :]
    assert not re.search("[▲▼]", table)
    compared = waves[waves.index('<section id="waves">') : waves.index('id="enough"')]
    assert re.findall(r'class="named"><th scope="row">([^<]*)', compared) == ["Доставка"]  # by its marks


def test_no_change_is_shown_since_a_wave_in_which_too_few_were_asked():
    people = [each for each in eight_people() if each.wave == "2025"]
    study, codings = make_study(Person("Вера", company="Гамма", wave="2024", says=["+price.level"]), *people)
    story = Story(find(Survey.of(study, codings)), RUN)
    page = render_page(story)
    why = "Сравнить волны «2024» и «2025» нельзя: слишком мало респондентов: «2024» — 1."
    main = page[page.index('id="main"') : page.index('id="ranking"')]
    assert why in main
    assert "Рядом — перемена" not in main
    assert "случайностью" not in main
    assert "было " not in page[page.index('id="ranking"') : page.index('id="certainty"')]
    assert story.moved == why
    assert story.before == ""
    assert not any(harm_moved(row) for row in story.told)


def test_marks_lead_to_where_they_were_given_and_the_questionnaire_has_none():
    study, codings = make_study(*eight_at_once(), scores=[Score("i1", "Анна", "delivery", 4, 5)])
    html = render(study, codings)
    assert re.search(r'<a href="#r\d+" title="Вера, АО «Бета»">4/10</a>', html)
    assert re.search(r"<span title=\"Анна, ООО «Альфа», анкета\">4/5</span>", html)
    assert "<b>Вера:</b>" in html


def test_timecodes_and_lines_stand_at_quotes(html: str):
    assert re.search(r'<a class="source" href="#m\d+">i1 · строка 4 · 1:30</a>', html)


def test_nothing_of_a_study_gets_into_the_page_unescaped():
    says = ["-discipline.lead_times", "+price.level", "?service.digital"]
    person = Person(HOSTILE, HOSTILE, "user", says, {"price.level": 5}, position=HOSTILE, wave=HOSTILE)
    study, codings = make_study(person, supplier=HOSTILE, industry=HOSTILE, description=HOSTILE)
    coding = codings[0]
    said = [
        turn if turn.interviewer else dataclasses.replace(turn, text=turn.text + HOSTILE)
        for turn in coding.interview.turns
    ]
    interview = dataclasses.replace(
        coding.interview, turns=tuple(said), file=HOSTILE + ".txt", assumptions=(HOSTILE,)
    )
    mentions = tuple(dataclasses.replace(mention, why=HOSTILE) for mention in coding.mentions)
    themes = dict.fromkeys(study.codebook.themes, HOSTILE)
    study = dataclasses.replace(
        study,
        interviews=(interview,),
        codebook=study.codebook.model_copy(update={"themes": themes}),
        assumptions=(HOSTILE,),
        failures=(Failure(HOSTILE, HOSTILE),),
    )
    run = {
        "version": HOSTILE,
        "date": HOSTILE,
        "codebook": HOSTILE,
        "models": [HOSTILE],
        "warnings": [HOSTILE + "!"],
    }
    html = render(study, (Coding(interview, mentions, coding.ratings),), run=run)
    assert html.count("&lt;script&gt;") > 20
    assert html.count("<script") == 1
    assert "<img" not in html
    names = {name for _, attributes in Page(html).tags for name in attributes}
    assert not [name for name in names if name.startswith("on")]


def test_a_quote_is_shown_in_sentences_with_its_very_words_one_click_away():
    study, codings = unmarked_speech()
    html = render(study, codings)
    card = html.split('<article class="card')[1].split("</article>")[0]
    (quote,) = re.findall(r'<figure class="quote complaint">.*?</figure>', card, re.S)
    assert "<p>Отгрузка у них каждый раз стоит. Я потом неделю искал машину.</p>" in quote
    assert "(знаки и заглавные буквы восстановлены" in quote
    aside = quote.split('<details class="aside">')[1]
    assert study.interviews[0].turns[1].text in aside
    assert "А что скажете про отгрузку?" in aside
    moved = find(Survey.of(study, codings))
    moved = dataclasses.replace(moved, quotes=moved.quotes.assign(shown_end=10_000))
    with pytest.raises(InputError, match="на её месте"):
        render_page(Story(moved, RUN))


def test_a_quote_of_thousands_of_words_is_cut_on_its_card():
    study, _ = make_study()
    said = "Отгрузка стоит, " + "и мы ждём, " * 3000 + "и всё."
    code = "discipline.loading"
    mention = Mention(0, 0, len(said), said, Kind.COMPLAINT, code, study.codebook.process_of(code))
    interview = Interview("i1", "i1.txt", (Turn("Анна", said),), {"Анна": Participant("Анна")})
    html = render(dataclasses.replace(study, interviews=(interview,)), (Coding(interview, (mention,)),))
    (shown,) = re.findall(r"<blockquote><p>(.*?)</p>", html.split('<article class="card')[1].split("<h3>")[1])
    assert len(shown) <= 700
    assert shown.endswith("[…]")
    assert "(сокращено" in html


def test_an_unsure_mention_is_called_so_under_its_number():
    survey = Survey.of(*make_study(Person("Анна", says=["-discipline.lead_times", "+price.level"])))
    survey = survey.but(mentions=survey.mentions.assign(confidence=[0.2, 0.9]))
    assert render_page(Story(find(survey), RUN)).count("· не проверено") == 1


def test_wishes_have_a_section_with_how_many_ask(html: str):
    section = html.split('<section id="wishes">')[1].split("</section>")[0]
    assert re.findall(r"<h[34]>(.*?)</h", section) == ["Информирование о статусе заказа", "Личный кабинет"]
    text = Page(section).text.replace("\u00a0", " ")
    assert "4 пожелания; просят 4 из 8 респондентов, 4 из 6 компаний" in text
    assert section.count("<blockquote>") == 4
    assert 'id="wishes"' not in render(*make_study(Person("Анна", says=["-price.level"])))


def test_metrics_and_reasons_of_low_marks_lead_to_exactly_what_they_count(html: str):
    tree, why = html.split('id="watch"')[1], html.split("Почему оценки низкие")[1]
    found = 0
    for table, counted in ((tree.split("</section>")[0], "mentions"), (why.split("<details")[0], "people")):
        for query, text in re.findall(r'data-filter="m=([\d+]+)">(\d+)(?: из \d+)?</a>', table):
            numbers = query.split("+")
            found += 1
            assert len(numbers) == int(text) if counted == "mentions" else len(numbers) >= int(text)
    assert found > 5
    each = html.split('id="grounds"')[1].split("</details>")[0]
    linked = re.findall(r'data-filter="m=(\d+)">«(.*?)»</a>', each)
    assert linked
    for number, text in linked:  # the words that explain a mark are those of the quote they lead to
        assert f'<li id="q{number}"' in html
        assert f"<p>{text}</p>" in html.split(f'<li id="q{number}"')[1].split("</li>")[0]


def test_the_page_asks_for_nothing_from_outside(html: str):
    assert not re.search(r"https?:|url\(|@import|src=|<link|<iframe|<base", html)
    assert "default-src 'none'" in "".join(Page(html).all("content"))


def test_every_section_is_in_the_contents_and_has_a_heading(waves: str):
    html = waves
    found = re.findall(r'<section id="(\w+)">\s*<h2', html)
    bar, rest = html.split('<nav class="contents"')[1].split("</nav>")[0], html.split('<nav class="toc"')[1]
    for listed in (bar, rest.split("</nav>")[0]):
        assert [name for name in re.findall(r'href="#(\w+)"', listed) if name != "main"] == found
    assert found[:3] == ["first", "plan", "ranking"]
    assert {"crosstabs", "typical", "lenses", "clients", "marks", "waves", "enough"} <= set(found)


def test_headings_leave_no_level_out_and_tables_say_what_they_are(html: str):
    body = html[html.index("<body") : html.index('id="transcripts"')]
    levels = [int(level) for level in re.findall(r"<h(\d)", body)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    for table in re.findall(r"<table.*?</table>", body, re.S):
        assert "<caption" in table
        assert all("scope=" in cell for cell in re.findall(r"<th\b[^>]*>", table))


def test_a_stage_of_which_nobody_speaks_stays_on_the_journey():
    html = render(*make_study(Person("А", "Альфа", "user", ["-price.level", "-price.level"])))
    journey = html[html.index('id="journey"') : html.index('id="map"')]
    assert journey.count('class="step silent"') == 2
    assert "Об этом этапе никто ничего не сказал. Его процессы: Производство" in journey
    assert "Жалоб нет" not in journey


def test_all_value_elements_stand_in_their_tiers_the_unmentioned_too():
    book = read_codebook()
    people = [Person(name, "Альфа", "user", ["-discipline.lead_times"]) for name in ("А", "Б")]
    html = render(*make_study(*people, codebook=book))
    tiers = html[html.index('<ol class="tiers">') : html.index("</ol>", html.index('<ol class="tiers">'))]
    assert tiers.count("<h4>") == 5
    said, unsaid = tiers.count('<li class="">'), tiers.count('<li class="unsaid">')
    asked = {code.lenses["value_element"] for code in book.codes.values()}  # no code can say the others
    assert (said, unsaid, tiers.count('<li class="unasked">')) == (1, len(asked) - 1, 40 - len(asked))
    assert 'id="levels"' in html
    check_links(html)


def test_scores_are_told_by_their_source_and_few_ones_are_not_judged():
    scores = [Score(f"i{n}", f"Ч{n}", "delivery", 4, 10) for n in (1, 2, 3)]
    people = [Person(f"Ч{n}", "Альфа", "user", rates={"price.level": 9}) for n in (1, 2)]
    html = render(*make_study(*people, Person("Ч3", "Бета", "user"), scores=scores))
    marks = html[html.index('id="marks"') : html.index('id="enough"')]
    zones = re.search(r'<ul class="zones">(.*?)</ul>', marks, re.S)
    assert zones
    assert "<b>Доставка</b> 4,0 <small>из анкеты, n=3</small>" in zones[1]
    assert "Ни одного критерия, который оценили хотя бы трое." in marks  # two marks make no strength
    assert marks.count("слишком мало респондентов") >= 1


def test_a_study_without_scores_and_waves_has_no_empty_sections():
    html = render(*make_study(Person("А", "Альфа", "user", ["+price.level"])))
    assert 'id="marks"' not in html
    assert 'id="waves"' not in html
    assert 'id="certainty"' not in html
    assert "Вредных процессов не найдено" in html
    check_links(html)


def test_what_is_to_do_first_is_drawn_as_far_as_effort_is_known():
    people = eight_at_once()[:4]
    html = render(*make_study(*people, effort={"delivery": 2}))
    assert 'class="spot hollow"' in html
    assert "Полый круг — трудоёмкость не указана" in html
    assert "трудоёмкость: правее — легче" in html


def test_the_same_study_gives_the_same_page(html: str):
    assert render(*make_study(*eight_at_once())) == html


def test_the_page_of_forty_interviews_is_not_heavy():
    people = [
        dataclasses.replace(person, speaker=f"{person.speaker} {n}")
        for n in range(5)
        for person in eight_at_once()
    ]
    assert len(render(*make_study(*people)).encode("utf-8")) < 1_500_000


def overlapping() -> tuple[Study, tuple[Coding, ...]]:
    """One turn whose three mentions overlap: one inside another, one across its end."""
    study, _ = make_study()
    text = "Возят долго и бьют паллеты, а счета путают."
    spans = (("discipline.lead_times", 0, 26), ("quality.packaging", 14, 26), ("documents.errors", 19, 42))
    mentions = tuple(
        Mention(1, start, stop, text[start:stop], Kind.COMPLAINT, code, study.codebook.process_of(code))
        for code, start, stop in spans
    )
    turns = (Turn("И", "Как возят?", interviewer=True), Turn("Анна", text))
    people = {"Анна": Participant("Анна", "Альфа", role=Role.USER)}
    interview = Interview("i1", "i1.txt", turns, people)
    return dataclasses.replace(study, interviews=(interview,)), (Coding(interview, mentions),)


def test_overlapping_mentions_have_an_anchor_each():
    html = render(*overlapping())
    check_links(html)
    assert {"m1", "m2", "m3"} <= set(Page(html).all("id"))
    assert "Возят долго и бьют паллеты, а счета путают." in Page(html).text


@settings(max_examples=40)
@given(st.data())
def test_pieces_are_the_text_again_and_each_mention_is_its_pieces(data: st.DataObject):
    study, codings = overlapping()
    survey = Survey.of(study, codings)
    said = remarks(survey, everybody(survey.respondents))
    text = data.draw(st.text(min_size=1, max_size=30))
    place = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
        lambda span: span[0] < span[1]
    )
    drawn = [
        dataclasses.replace(remark, start=start, stop=stop)
        for remark in said
        for start, stop in [data.draw(place)]
    ]
    found = pieces(text, drawn)
    assert "".join(piece.text for piece in found) == text
    for remark in drawn:
        own = [piece for piece in found if remark in piece.remarks]
        assert "".join(piece.text for piece in own) == text[remark.start : remark.stop]
        assert f"m{remark.number}" in own[0].begins


def test_trends_are_shown_in_russian(html: str):
    assert f'<span class="trend worse">{Trend.WORSE.label}</span>' in html


@pytest.fixture(scope="module")
def path(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(html, "utf-8")
    return path


def test_a_number_shows_exactly_its_quotes(browser: Any, path: Path, eight: tuple[pd.DataFrame, ...]):
    mentions, _, respondents, *_ = eight
    with opened(browser, path) as page:
        links = page.locator("main a[data-filter]:not(#transcripts a, #asked a)").all()
        assert len(links) > 250
        page.evaluate(UNFOLD)
        for link in links[::23]:
            expected = len(fits(mentions, respondents, link.get_attribute("data-filter")))
            link.dispatch_event("click")  # the middle of a line in a drawing may lie under a circle
            # The page filters when it is told that its address changed, a moment after the click.
            page.get_by_text(f"Показано {expected} из {len(mentions)}", exact=True).wait_for()
            assert page.locator("#quotes li:visible").count() == expected
            page.locator("#reset").click()
            page.get_by_text(f"Всего {len(mentions)}", exact=True).wait_for()
            assert page.locator("#quotes li:visible").count() == len(mentions)


def test_the_filter_narrows_by_facets_and_words(browser: Any, path: Path, eight: tuple[pd.DataFrame, ...]):
    mentions, *_ = eight
    with opened(browser, path) as page:
        page.select_option("select[name=kind]", "complaint")
        page.select_option("select[name=role]", "user")
        expected = mentions[(mentions["kind"] == "complaint") & (mentions["role"] == "user")]
        assert page.locator("#quotes li:visible").count() == len(expected)
        page.fill("input[name=words]", "СРОКИ беда")
        left = expected[expected["code"] == "discipline.lead_times"]
        assert page.locator("#quotes li:visible").count() == len(left)
        assert page.locator("#quotes h5:visible").all_inner_texts() == [f"Сроки поставки {len(left)}"]
        assert page.locator("#quotes h3:visible").all_inner_texts() == ["Жалоба"]


def test_back_returns_to_the_number_and_shows_all_quotes_again(browser: Any, path: Path):
    with opened(browser, path) as page:
        link = page.locator("#map a[data-filter]").first
        link.scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        link.click()
        page.wait_for_function("location.hash.startsWith('#quotes?')")
        page.locator("#back").click()
        page.wait_for_function(f"Math.abs(scrollY - {before}) < 5")


def test_a_quote_leads_to_its_highlighted_place_and_back(browser: Any, path: Path):
    with opened(browser, path) as page:
        quote = page.locator("#quotes li").nth(5)
        said = quote.locator("p").first.inner_text()
        quote.locator("a.source").click()
        mark = page.locator(".m.here")
        page.wait_for_function("document.querySelector('.m.here')")
        assert mark.inner_text() == said
        top = mark.evaluate("element => element.getBoundingClientRect().top")
        assert 60 < top < 900
        mark.click()
        page.wait_for_function("location.hash.startsWith('#q')")
        assert page.locator("#quotes li:target p").first.inner_text() == said


def test_a_quote_that_the_filter_hides_is_shown_when_it_is_asked_for(browser: Any, path: Path):
    with opened(browser, path) as page:
        page.select_option("select[name=kind]", "wish")
        hidden = page.locator("#quotes .complaint li").first.get_attribute("id")
        page.evaluate(f"location.hash = '{hidden}'")
        page.wait_for_function(f"document.getElementById('{hidden}').checkVisibility()")


def test_overlapping_mentions_light_up_whole(browser: Any, tmp_path: Path):
    path = tmp_path / "report.html"
    path.write_text(render(*overlapping()), "utf-8")
    with opened(browser, path) as page:
        page.evaluate("location.hash = 'm2'")
        page.wait_for_function("document.querySelector('.m.here')")
        assert "".join(page.locator(".m.here").all_inner_texts()) == "бьют паллеты"


def test_what_is_folded_is_printed_and_unfolds_for_a_link_into_it(browser: Any, path: Path):
    with opened(browser, path) as page:
        folded = "document.querySelectorAll('details:not([open])').length"
        before = page.evaluate(folded)
        assert before > 5
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(folded) == 0
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(folded) == before


def test_drawings_work_by_keyboard(browser: Any, path: Path):
    with opened(browser, path) as page:
        spot = page.locator("#first svg a").first
        spot.focus()
        page.keyboard.press("Enter")
        page.wait_for_function("location.hash.startsWith('#quotes?')")
        assert "process=" in page.evaluate("location.hash")
        assert page.evaluate("document.activeElement.closest('section').id") == "quotes"


def test_two_waves_fit_a_phone(browser: Any, waves: str, tmp_path: Path):
    (tmp_path / "report.html").write_text(waves, "utf-8")
    test_it_fits_a_phone(browser, tmp_path / "report.html", "light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone(browser: Any, path: Path, scheme: str):
    with opened(browser, path, width=360) as page:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_javascript_all_is_there(browser: Any, path: Path, eight: tuple[pd.DataFrame, ...]):
    mentions, *_ = eight
    with opened(browser, path, script=False) as page:
        assert page.locator("#quotes li:visible").count() == len(mentions)
        assert not page.locator("#filter").is_visible()
        href = page.locator("#map a[data-filter]").first.get_attribute("href")
        assert page.locator(href).is_visible()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same study, shown as a large one is: transcripts packed, quotes a few at a time."""
    path = tmp_path_factory.mktemp("large") / "report.html"
    with pytest.MonkeyPatch.context() as at:
        for name, value in {"PACKED": 100, "MANY": 10, "FIRST": 4}.items():
            at.setattr(page_module, name, value)
        path.write_text(render(*make_study(*eight_at_once())), "utf-8")
    return path


def until(page: Any, condition: str) -> None:
    """Wait for what an expression says; Playwright's own way needs what the page's policy forbids."""
    for _ in range(200):
        if page.evaluate(f"!!({condition})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def test_a_large_report_unpacks_what_is_asked_for(browser: Any, large: Path, path: Path):
    texts = "() => [...document.querySelectorAll('#transcripts .said')].map((each) => each.textContent)"
    with opened(browser, path) as page:
        said = page.evaluate(texts)
    with opened(browser, large) as page:
        assert page.evaluate(texts) == []
        quote = page.locator("#quotes li:visible").nth(2)
        top = "document.querySelector('.m.here').getBoundingClientRect().top"
        words = quote.locator("p").first.text_content()  # what lies out of sight is not drawn
        quote.locator("a.source").click()
        until(page, "document.querySelector('.m.here')")
        assert page.locator(".m.here").inner_text() == words
        until(page, f"60 < {top} && {top} < 900")
        assert 0 < len(page.evaluate(texts)) < len(said)
        page.locator(".m.here").click()
        until(page, "location.hash.startsWith('#q')")
        assert page.locator("#quotes li:target p").first.inner_text() == words
        page.check("#print-transcripts")
        until(page, "!document.querySelector('.transcript script')")
        assert page.evaluate(texts) == said


def test_a_large_report_shows_quotes_a_few_at_a_time(
    browser: Any, large: Path, eight: tuple[pd.DataFrame, ...]
):
    mentions, *_ = eight
    shown, whole = "#quotes li:visible", len(mentions)
    with opened(browser, large) as page:
        assert page.locator("#shown").inner_text() == f"Всего {whole}, показаны первые 4"
        assert page.locator(shown).count() == 4
        page.locator("#more button").click()
        assert page.locator(shown).count() == 8
        page.select_option("select[name=kind]", "complaint")
        own = int((mentions["kind"] == "complaint").sum())
        assert page.locator("#shown").inner_text() == f"Подходит {own} из {whole}, показаны первые 4"
        assert page.locator("#quotes h5:visible .count").first.inner_text() != "0"
        last = page.locator("#quotes .code li").last.get_attribute("id")
        page.evaluate(f"location.hash = '{last}'")
        until(page, f"document.getElementById('{last}').checkVisibility()")
        page.locator("#reset").click()
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.locator(shown).count() == whole
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator(shown).count() == 4


def test_a_large_report_says_without_javascript_what_is_not_shown(
    browser: Any, large: Path, eight: tuple[pd.DataFrame, ...]
):
    mentions, *_ = eight
    with opened(browser, large, script=False) as page:
        assert page.locator("#quotes li:visible").count() == len(mentions)
        page.locator("#transcripts").scroll_into_view_if_needed()
        page.get_by_text("покажет браузер с JavaScript").first.wait_for()
        assert not page.locator("#transcripts button:visible").count()


def test_a_hostile_transcript_runs_nothing(browser: Any, tmp_path: Path):
    study, codings = make_study(Person(HOSTILE, HOSTILE, "user", ["-price.level"]), supplier=HOSTILE)
    path = tmp_path / "report.html"
    path.write_text(render(study, codings), "utf-8")
    with opened(browser, path) as page:
        page.locator("#map a[data-filter]").first.click()
        assert page.locator("#quotes li:visible").count() == 1


def test_print_options_leave_out_what_is_not_wanted(browser: Any, path: Path):
    with opened(browser, path) as page:
        page.emulate_media(media="print")
        assert not page.locator("#quotes").is_visible()  # neither is printed unless wanted
        page.emulate_media(media="screen")
        page.check("#print-quotes")
        page.emulate_media(media="print")
        assert not page.locator("#transcripts").is_visible()
        assert page.locator("#quotes").is_visible()
        assert not page.locator(".contents").is_visible()
