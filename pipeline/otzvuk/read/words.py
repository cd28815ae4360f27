"""Closed word lists of reading: labels of speakers, words that are no names, beginnings of questions.

Only data. All entries are lower case with «е» for «ё», as `names.key` makes them.
"""

from __future__ import annotations


def _listed(text: str) -> frozenset[str]:
    return frozenset(entry.strip() for entry in text.replace("\n", " ").split(","))


# Anywhere in a label («Анна, модератор») they mark whoever asks for the supplier.
INTERVIEWER_ANYWHERE = _listed("интервьюер, модератор, interviewer, moderator")

# Only as the whole label, a number aside: a «ведущий инженер» is a respondent.
INTERVIEWER_ALONE = _listed(
    """инт, интерв, мод, ведущий, ведущая, вопрос, исследователь, исследовательница, журналист,
    корреспондент, корр, host, int, question"""
)

# Weaker: one letter may be a name's initial, so these serve only where nobody bears a full label.
INTERVIEWER_LETTERS = _listed("и, в, м, i, q")

# Labels that name nobody but are surely a speaker's, with or without a number.
SPEAKER_WORDS = _listed(
    """респондент, респондентка, респ, спикер, speaker, говорящий, собеседник, собеседница, информант,
    опрашиваемый, respondent, interviewee, participant, участник, участница"""
)

# Lower-case labels with a word that begins so may be a speaker's («главный технолог:»).
POSITION_STEMS = tuple(
    sorted(
        _listed(
            """директор, начальн, инженер, технолог, мастер, менеджер, бухгалтер, специалист, руководител,
            завед, кладовщи, оператор, механик, логист, закупщи, снабжен, представител, клиент, заказчик,
            покупател, голос, эксперт, консультант, диспетчер, бригадир, юрист, экономист"""
        )
    )
)

# Keys of the block that people put above a transcript.
METADATA = _listed(
    """дата, дата интервью, дата записи, дата проведения, место, место проведения, время, начало,
    окончание, компания, организация, предприятие, должность, проект, тема, участники, присутствовали,
    присутствуют, продолжительность, длительность, файл, запись, аудиозапись, язык, город, регион,
    отрасль, формат, фио, статус, волна, номер, номер интервью, интервью, исследование, заказчик
    исследования, расшифровка, расшифровал, расшифровала, транскрипт, стенограмма, обозначения,
    примечание, комментарий, контакт, телефон, email, date, duration, place, file, topic, participants,
    language, transcription, транскрипция, аудио, видео, audio, video, audio file, audio source, аудиофайл,
    имя файла, модель, model, спикеров, спикеры, говорящих, говорящие, speakers, source, источник, title,
    название, recorded, created, создано, ссылка, link, url, версия, version, interview, transcript, id,
    код интервью, код, шифр, возраст, пол, образование, стаж, профессия"""
)

# Labels of recordings whose owner is «Вы», of notes whose writer is «Я».
PRONOUNS = _listed("вы, я, мы, ты, он, она, они, you, me")

# Whoever speaks here edits, and takes no part in the talk.
EDITORS = _listed(
    """прим, прим ред, примечание, примечание редактора, прим пер, прим расшифровщика, редактор, ред,
    от редакции, от расшифровщика, комментарий расшифровщика, комментарий редактора, note, ed, editor s note,
    n b, nb"""
)

# Words that open an explanation inside an utterance («Например: …») and are never a person.
NOT_NAMES = METADATA | _listed(
    """например, значит, итак, итого, первое, второе, третье, четвертое, пятое, первый, второй, третий,
    во-первых, во-вторых, в-третьих, раз, два, три, плюс, плюсы, минус, минусы, пример, вывод, выводы,
    итог, итоги, важно, главное, причина, причины, проблема, проблемы, решение, результат, вот, так, то
    есть, короче, дальше, далее, потом, кстати, однако, но, да, нет, ну, а, еще, также, еще раз,
    смотрите, слушайте, скажем, допустим, говорю, говорит, сказал, сказала, говорят, отвечают, отвечает,
    спрашиваю, пишут, пишет, пожелание, пожелания, предложение, предложения, достоинства, недостатки,
    цена, цены, качество, сроки, документы, сервис, упаковка, доставка, оценка, ps, p s, http, https"""
)

# First words of a question or request, for text without question marks.
QUESTION_WORDS = _listed(
    """как, какой, какая, какое, какие, каким, какую, какого, каких, что, чего, чем, чему, почему, зачем,
    когда, где, куда, откуда, сколько, насколько, кто, кого, кому, кем, чья, чей, ли, разве, неужели,
    расскажите, расскажи, опишите, скажите, поясните, уточните, оцените, назовите, представьте,
    представьтесь, вспомните, приведите, объясните, поделитесь, давайте, можете, могли, бывает, бывало,
    случалось, what, how, why, when, where, who, which, do, did, could, can, would"""
)

# Requests to tell something: whoever makes them leads the talk.
REQUESTS = _listed(
    """расскажите, расскажи, опишите, поясните, уточните, оцените, назовите, представьтесь, вспомните,
    приведите, объясните, поделитесь"""
)

# Short prompts with which an interviewer keeps the talk going, and words with which one turns to the other.
PROMPTS = _listed(
    """угу, ага, понятно, понял, поняла, спасибо, хорошо, ясно, принято, интересно, здравствуйте, тогда,
    последний, последнее, ваша, ваше, ваши, вы, вас, вам, вами, ваш"""
)

# Endings that the forms of a name may differ in («Сидоров», «Сидорова», «Сидорову»).
NAME_ENDINGS = _listed(
    "а, я, у, ю, е, ы, и, й, ь, ой, ою, ей, ею, ом, ем, ым, им, ого, ому, ых, их, ыми, ими"
) | {*("ая", "яя", "ую", "юю", "ий", "ый", "")}

# Headings under which nobody of the talk speaks: what stands around it in minutes and notes.
SUMMARIES = _listed(
    """резюме, краткое резюме, саммари, summary, краткое содержание, краткая сводка, сводка, итоги, итог,
    ключевые моменты, ключевые тезисы, ключевые выводы, тезисы, основные тезисы, основные темы, выводы,
    главное, задачи, список задач, поручения, решения, принятые решения, следующие шаги, дальнейшие шаги,
    договоренности, action items, next steps, key points, takeaways, key takeaways, overview, outline,
    decisions, tasks, протокол, minutes, meeting minutes, meeting notes, повестка, agenda, аннотация,
    введение, вступление, предисловие, abstract, introduction, содержание, оглавление, contents, участники,
    participants, attendees, присутствовали, главы, chapters, keywords, ключевые слова, темы, topics,
    о респонденте, справка, описание, контекст, заметки, notes, впечатления интервьюера, глоссарий,
    вложения, attachments, to do, todo"""
)
# Before such a heading: «Краткие выводы», «Ключевые решения».
EMPHATIC = _listed(
    """краткие, краткий, краткая, основные, основной, ключевые, главные, общие, общий, предварительные,
    полный, полная, short, brief, main, full"""
)
CHATS = _listed("чат, сообщения чата, сообщения в чате, chat, chat messages, meeting chat, chat log")
FOOTNOTES = _listed("сноски, примечания, footnotes, endnotes, список сносок")
TALKS = _listed(
    """расшифровка, транскрипт, транскрипция, стенограмма, диалог, текст интервью, полный текст, полная
    расшифровка, расшифровка встречи, расшифровка разговора, расшифровка интервью, transcript,
    transcription, full transcript, meeting transcript, разговор, беседа, интервью, interview, текст беседы,
    запись разговора, запись беседы, ход беседы"""
)
