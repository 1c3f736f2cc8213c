### Слова бота по-русски. Значения, которые подставляются, экранируются сами.

## Команды: так они стоят в меню

command-start = Что это и с чего начать
command-startworkout = Начать или продолжить тренировку
command-newprogram = Составить программу
command-programs = Мои программы
command-report = Отчёт: день, неделя, месяц, всё время
command-settings = Таймер отдыха, напоминания о тренировке
command-language = Язык: русский или английский
command-export = Забрать всё своё файлами
command-deleteall = Удалить мои программы и записи
command-cancel = Отменить то, что начато
command-help = Что я умею

about = Записная книжка силовых тренировок. Составьте программу одним сообщением, записывайте подходы как на бумаге («80x5») и смотрите, как растут веса.
about-short = Записная книжка силовых тренировок: программы, подходы, отчёты.

## Начало и справка

welcome = <b>Это записная книжка для силовых тренировок.</b>

    Программа составляется одним сообщением, подходы пишутся как в тетради: <code>80x5</code>. Я напомню, что вы поднимали в прошлый раз, и ничего не потеряю.

    Начните с программы: /newprogram
    Или сразу запишите подход: <code>Жим лёжа 80x5</code>
welcome-back = <b>С возвращением!</b>

    { $programs ->
        [0] Программ пока нет.
        [one] У вас { $programs } программа.
        [few] У вас { $programs } программы.
       *[many] У вас { $programs } программ.
    } { $training ->
        [yes] Тренировка не закончена: вернуться к ней — /startworkout
       *[no] Начать тренировку: /startworkout
    }
help = <b>Что я умею</b>

    { $commands }

    <b>Как записывать подходы</b>
    <code>80x5</code> — 80 кг на 5 раз; можно и <code>80,5х5</code>, <code>80*5</code>, <code>80 5</code>
    <code>80</code> — 80 кг и столько раз, сколько в плане
    <code>80x5x3</code> — три одинаковых подхода
    <code>0x12</code> — без веса
    <code>60с</code> или <code>1:30</code> — удержание на время
    <code>80x5@8 тяжело</code> — с RPE и заметкой
    <code>w40x5</code> — разминка, в итоги не входит
    <code>=</code> — ещё раз то же самое
    <code>Жим лёжа 80x5</code> — другое упражнение или тренировка без программы
    Ошиблись — исправьте своё сообщение, и подход исправится тоже.

    <b>Как записывать программу</b>
    <code>Присед 5x5 60</code> — 5 подходов по 5, 60 кг
    <code>Жим 3x8-12</code> — 3 подхода по 8–12
    <code>Планка 3x60с</code> — 3 раза по минуте
    <code>Присед\5</code> — просто 5 подходов
help-command = { $command } — { $what }
not-understood = Не понял. Подход записывается так: <code>Жим лёжа 80x5</code>. Начать тренировку — /startworkout, составить программу — /newprogram, всё остальное — /help
not-text = Я понимаю только текст. Подход записывается так: <code>80x5</code>. Что ещё я умею — /help
unknown-command = Такой команды нет. Что я умею — /help
group = Я тренирую только один на один: { $link }

## Общие слова

button-back = ‹ Назад
button-previous = ‹
button-next = ›
page = { $page }/{ $pages }
number = { $value }
kilograms = { $weight } кг
toast-stale = Эта кнопка устарела
toast-stale-shown = Это старая карточка, вот текущая
toast-unknown = Этой кнопки я не знаю: она от старой версии
toast-not-yours = Это чужая запись
toast-not-saved = Не сохранено: база данных недоступна. Нажмите ещё раз.
toast-done-already = Уже сделано
not-saved-yet = ⏳ База данных сейчас недоступна. Ничего повторять не нужно: запишу, как только она вернётся.
failed = 😔 Не получилось: ошибка на моей стороне. Записи целы; попробуйте ещё раз или напишите иначе.
too-fast = 🐢 Слишком много сразу: то, что приходит сейчас, я не читаю. Подождите немного и посмотрите, что записано.

## Названия и числа: отказы

name-empty = Нужно название: хотя бы одна буква или цифра.
name-too-long = Слишком длинное название: не больше { $limit } знаков.
sets-range = Подходов бывает от { $least } до { $most }.
reps-range = Повторов бывает от { $least } до { $most }.
reps-backwards = Повторы пишутся от меньшего к большему: <code>8-12</code>.
seconds-range = Время подхода — от одной секунды до суток.
weight-range = Вес бывает от { $least } до { $most } кг.
weight-decimals = Вес записывается с точностью до 0,01 кг.
rpe-range = RPE бывает от 1 до 10, с шагом 0,5.
note-too-long = Слишком длинная заметка: не больше { $limit } знаков.
too-many-exercises = В программе не больше { $limit } строк. Эти строки не добавлены.
too-many-programs = Программ уже { $limit }, больше нельзя. Удалите ненужную: /programs
too-many-sets = В одном упражнении не больше { $limit } подходов за тренировку. Ничего не записано.
set-not-understood = Не понял подход. Например: <code>80x5</code> — 80 кг на 5 раз.
set-one-day = В одном сообщении — один день.
set-which-exercise = Какое упражнение? Например: <code>Жим лёжа 80x5</code>
set-no-load = В этом упражнении «+» и «−» перед весом ничего не значат. Например: <code>80x5</code>
set-one-only = Нужен один подход. Например: <code>80x5</code>
edit-other-exercise = Это подходы другого упражнения: так его не поменять. Напишите новое сообщение.
too-many-in-workout = В тренировке не больше { $limit } упражнений.
set-without-reps = Не понял повторы. Например: <code>80x5</code> — 80 кг на 5 раз.

## Новая программа

draft-ask-name = <b>Новая программа</b>

    Пришлите название. Или сразу всё одним сообщением — название, затем упражнения, каждое с новой строки:

    <code>Фулбоди
    Присед 5x5 60
    Жим 3x8-12
    Планка 3x60с</code>

    Передумали — /cancel
draft-ask-exercises = <b>{ $name }</b>

    Теперь упражнения, каждое с новой строки:

    <code>Присед 5x5 60
    Жим 3x8-12
    Планка 3x60с
    Тяга\5</code>
draft-preview = <b>{ $name }</b>

    { $lines }

    { $unread ->
        [0] Всё верно?
        [one] { $unread } строку не понял, она не сохранится. Пришлите её исправленной, например <code>Жим 3x8-12 40</code>.
        [few] { $unread } строки не понял, они не сохранятся. Пришлите их исправленными, например <code>Жим 3x8-12 40</code>.
       *[many] { $unread } строк не понял, они не сохранятся. Пришлите их исправленными, например <code>Жим 3x8-12 40</code>.
    } Ещё строки можно дописать сообщением.
draft-line = { $n }. { $plan }
draft-line-unread = ❓ <s>{ $text }</s> — не понял
draft-line-refused = ❓ <s>{ $text }</s> — { $why }
draft-button-save = ✅ Сохранить
draft-button-redo = ✏️ Заново
draft-button-discard = ✖ Не надо
draft-button-continue = 📝 Продолжить
draft-waits = Недописанная программа ждёт{ $named ->
        [yes] : <b>{ $name }</b>
       *[no] {""}
    }.
draft-saved = ✅ Программа <b>{ $name }</b> сохранена: { $exercises ->
        [one] { $exercises } упражнение
        [few] { $exercises } упражнения
       *[many] { $exercises } упражнений
    }.
draft-dropped = Черновик выброшен.
draft-nothing = Пока нечего сохранять: ни одной понятной строки.

## Программы

programs-none = Программ пока нет. Составить первую: /newprogram
programs-none-active = Все программы в архиве. Составить новую: /newprogram
programs-archive-empty = Архив пуст.
programs-list = <b>Мои программы</b>

    { $lines }
programs-archive = <b>Архив</b>

    { $lines }
programs-line = { $n }. { $name } · { $exercises ->
        [one] { $exercises } упражнение
        [few] { $exercises } упражнения
       *[many] { $exercises } упражнений
    }
programs-button-archive = 🗄 Архив ({ $count })
programs-button-active = ‹ Мои программы
programs-button-new = ➕ Новая
program-card = <b>{ $name }</b>{ $archived ->
        [yes] {" "}· в архиве
       *[no] {""}
    }

    { $lines }
program-line = { $n }. { $plan }
program-button-start = ▶️ Начать тренировку
program-button-archive = 🗄 В архив
program-button-restore = ↩️ Вернуть из архива
program-button-delete = 🗑 Удалить
program-delete-ask = Удалить программу <b>{ $name }</b>? Записанные тренировки останутся.
program-button-delete-yes = 🗑 Да, удалить
program-archived = Программа в архиве
program-restored = Вернул из архива
program-deleted = Программа удалена
program-missing = Этой программы больше нет

## План и подход словами

plan-open = { $name }
plan-sets = { $name } — { $sets ->
        [one] { $sets } подход
        [few] { $sets } подхода
       *[many] { $sets } подходов
    }
plan-reps = { $name } — { $sets }×{ $reps }
plan-range = { $name } — { $sets }×{ $least }–{ $most }
plan-hold = { $name } — { $sets }×{ $time }
plan-superset = { $letter } · { $plan }
plan-weight = { $plan }, { $weight } кг
lift-reps = { $weight } × { $reps }
lift-bare = { $reps } повт.
lift-hold = { $time }
lift-hold-weight = { $weight } кг · { $time }
time-seconds = { $seconds } с
time-minutes = { $minutes }:{ $seconds }

## Тренировка

workout-choose = <b>По какой программе?</b>
workout-no-programs = Программ пока нет. Составьте первую: /newprogram. Можно и без программы, просто напишите: <code>Жим лёжа 80x5</code>
workout-all-archived = Все программы в архиве. Верните одну — /programs — или составьте новую — /newprogram
workout-head = 🏋️ <b>{ $title }</b> · { $position }/{ $exercises } · { $minutes } мин
workout-exercise = <b>{ $plan }</b>
workout-card-empty = 🏋️ <b>{ $title }</b>

    Напишите упражнение и подход: <code>Жим лёжа 80x5</code>
workout-free-title = Свободная тренировка
workout-ring = 🔔 <b>{ $name }</b>, подход { $n }: { $lift }
workout-line-warmups = 🔥 разминка: { $count ->
        [one] { $count } подход
        [few] { $count } подхода
       *[many] { $count } подходов
    }
workout-line-done = { $n }. ✅ { $lift }{ $extra }
workout-line-skipped = { $n }. ⏭ пропущен
workout-line-current = { $n }. ▶️ { $target }{ $before ->
        [none] {""}
       *[other] {"   "}<i>было { $before }</i>
    }
workout-line-later = { $n }. · { $target }{ $before ->
        [none] {""}
       *[other] {"   "}<i>было { $before }</i>
    }
workout-lines-hidden = … ещё { $count ->
        [one] { $count } подход
        [few] { $count } подхода
       *[many] { $count } подходов
    }
workout-plates = на сторону: { $plates }
workout-best = рекорд { $best }
workout-note = 📝 { $note }
workout-rest = ⏱ Отдых до <tg-time unix="{ $unix }" format="T">{ $clock }</tg-time>
workout-reason-adjusted = <i>вес и повторы изменены кнопками</i>
workout-reason-today = <i>как в прошлом подходе</i>
workout-reason-last-time = <i>как в прошлый раз</i>
workout-reason-plan = <i>по плану</i>
workout-reason-guess = <i>для начала; как было на самом деле, напишите:</i> <code>80x5</code>
workout-complete = Всё сделано. Закончить — 🏁; ещё один подход можно просто написать.
workout-fix = ✏️ Как было на самом деле? <b>{ $name }</b>, подход { $n }. Напишите, например: <code>80x5</code>
workout-swap = 🔁 Чем заменить «{ $name }»? Напишите название упражнения.
workout-say = Другой вес или повторы можно просто написать: 82,5x5
workout-reps = { $reps } повт.
workout-button-log = ✅ { $lift }
workout-button-skip = ⏭
workout-button-undo = ↩️
workout-button-list = ☰
workout-button-finish = 🏁
workout-button-reopen = ↩️ Вернуться
workout-button-rest = +{ $seconds } с
workout-button-quiet = ⏹ Стоп
workout-button-swap = 🔁 Заменить
workout-button-sets = ✏️ Исправить подход
workout-button-keep = ✖ Не менять
workout-list = 🏋️ <b>{ $title }</b>

    Что делаем? Новое упражнение можно просто написать: <code>Бицепс 15x12</code>
workout-sets = Какой подход записан неверно?
workout-logged = { $n }-й подход: { $lift } ✓
workout-logged-already = Уже записано
workout-undone-set = Отменён подход { $n }: { $lift }
workout-undone-skip = Подход { $n } снова впереди
workout-nothing-to-undo = Нечего отменять
workout-exercise-skipped = Дальше
workout-skipped = Подход { $n } пропущен
workout-nothing-to-skip = Пропускать нечего: всё сделано
workout-rest-longer = Ещё { $seconds } с отдыха
workout-rest-over = Отдых уже закончился
workout-rest-stopped = Таймер остановлен
workout-discarded = Тренировка закончена. Подходов не было, поэтому она не записана.
workout-past = Записано { $days ->
        [1] на вчера
       *[other] на позавчера
    }:
    { $lines }
workout-summary = 🏁 <b>{ $title }</b> · { $minutes } мин

    { $sets ->
        [one] { $sets } подход
        [few] { $sets } подхода
       *[many] { $sets } подходов
    } · { $reps ->
        [one] { $reps } повтор
        [few] { $reps } повтора
       *[many] { $reps } повторов
    } · { $tonnage } кг{ $gain ->
        [none] {""}
       *[other] {" "}({ $gain })
    }

    { $lines }
workout-summary-warmups = 🏁 <b>{ $title }</b> · { $minutes } мин

    Только разминка.
workout-summary-line = { $name }: { $lifts }
workout-summary-record = 🏆 { $name }: { $record }
workout-record = 🏆 { $record }
workout-summary-formula = <i>Максимум на один раз (1ПМ) — по формуле Эпли</i>
workout-reopened = Продолжаем
workout-too-late = Вернуться уже нельзя
workout-open-already = Сначала закончите начатую тренировку
record-weight = рекорд веса: { $lift } ({ $gain } кг)
record-reps = рекорд повторов: { $lift } ({ $gain })
record-e1rm = 1ПМ ≈ { $value } кг ({ $gain })

## Настройки

settings = <b>Настройки</b>

    Сколько отдыхать после подхода: для всех упражнений и для каждого отдельно. Когда отдых кончится, я напомню.

    Язык: /language
settings-button-rest = ⏱ Отдых: { $rest }
settings-as-usual = как обычно
settings-no-rest = без таймера
settings-ask-rest = Сколько отдыхать?
settings-kept = Запомнил
settings-button-reminders = 🔔 Напоминания: { $when }

## Напоминания о тренировке

reminders = <b>Напоминания о тренировке</b>

    Выберите дни и час, и я напишу, когда пора. В день, когда вы уже тренировались, не напомню. После двух напоминаний без ответа перестану.
reminders-off = нет
reminders-when = { $days }, { $hour }:00
reminders-day = { $on ->
        [yes] ✅ { $day }
       *[no] { $day }
    }
reminders-hour = { $hour }:00
reminders-clock = { $time } · { $city }
reminders-ask-hour = В котором часу?
reminders-ask-zone = Какие часы идут верно?
weekday = { $day ->
        [0] пн
        [1] вт
        [2] ср
        [3] чт
        [4] пт
        [5] сб
       *[6] вс
    }
reminder = 🏋️ <b>Пора тренироваться</b>
reminder-program = 🏋️ <b>Пора тренироваться</b>

    Следующая: { $program }
reminder-last = Два напоминания подряд остались без ответа, так что больше не напоминаю. Захотите снова — выберите дни заново.
reminder-button-start = ▶ Начать
reminder-button-later = Через час
reminder-button-today = Не сегодня
reminder-button-settings = 🔔 Напоминания
reminder-later = Хорошо, напомню через час.
reminder-not-today = Хорошо, не сегодня. Следующее: { $when }
city = { $zone ->
        [Honolulu] Гонолулу
        [Los_Angeles] Лос-Анджелес
        [Denver] Денвер
        [Chicago] Чикаго
        [New_York] Нью-Йорк
        [Sao_Paulo] Сан-Паулу
        [London] Лондон
        [Berlin] Берлин
        [Kyiv] Киев
        [Kaliningrad] Калининград
        [Moscow] Москва
        [Istanbul] Стамбул
        [Samara] Самара
        [Tbilisi] Тбилиси
        [Tashkent] Ташкент
        [Almaty] Алматы
        [Yekaterinburg] Екатеринбург
        [Kolkata] Дели
        [Omsk] Омск
        [Novosibirsk] Новосибирск
        [Irkutsk] Иркутск
        [Shanghai] Пекин
        [Yakutsk] Якутск
        [Tokyo] Токио
        [Vladivostok] Владивосток
        [Sydney] Сидней
        [Magadan] Магадан
        [Kamchatka] Камчатка
        [Auckland] Окленд
       *[UTC] UTC
    }

## Отчёт

report-card = <b>{ $period }</b>

    { $workouts ->
        [one] { $workouts } тренировка
        [few] { $workouts } тренировки
       *[many] { $workouts } тренировок
    } · { $sets ->
        [one] { $sets } подход
        [few] { $sets } подхода
       *[many] { $sets } подходов
    } · { $reps ->
        [one] { $reps } повтор
        [few] { $reps } повтора
       *[many] { $reps } повторов
    } · { $tonnage } кг

    { $lines }
report-empty = <b>{ $period }</b>

    Записей нет.
report-line = <b>{ $name }</b>
    { $sets ->
        [one] { $sets } подход
        [few] { $sets } подхода
       *[many] { $sets } подходов
    } · { $reps } повт. · { $tonnage } кг · лучший { $best }
report-line-hold = <b>{ $name }</b>
    { $sets ->
        [one] { $sets } подход
        [few] { $sets } подхода
       *[many] { $sets } подходов
    } · лучший { $best }
report-today = Сегодня
report-week = Эта неделя
report-month = Этот месяц
report-all = Всё время
report-button-today = День
report-button-week = Неделя
report-button-month = Месяц
report-button-all = Всё
report-chosen = • { $name }

## Выгрузка

export-sets = { $sets ->
        [one] { $sets } подход
        [few] { $sets } подхода
       *[many] { $sets } подходов
    } таблицей (CSV, UTF-8), веса в килограммах. Столбцы как у Hevy: такую таблицу принимают и другие дневники тренировок.
export-everything = Всё ваше: программы, тренировки, подходы, настройки.
export-too-soon = Выгрузку вы просили только что. Следующую можно через минуту.
export-too-much = У вас записано больше, чем помещается в файл Telegram. Всё целиком может выдать тот, кто запустил этого бота.

## Удалить всё

deleteall-ask = <b>Удалить всё?</b>

    Будет удалено: { $programs ->
        [one] { $programs } программа
        [few] { $programs } программы
       *[many] { $programs } программ
    }, { $workouts ->
        [one] { $workouts } тренировка
        [few] { $workouts } тренировки
       *[many] { $workouts } тренировок
    }, { $sets ->
        [one] { $sets } подход
        [few] { $sets } подхода
       *[many] { $sets } подходов
    }{ $drafts ->
        [0] {""}
       *[other] , черновик программы
    }. Вернуть это будет нельзя. Копию можно забрать: /export
deleteall-button = 🔴 Удалить всё
deleteall-button-keep = Оставить
deleteall-done = Удалено: { $programs ->
        [one] { $programs } программа
        [few] { $programs } программы
       *[many] { $programs } программ
    }, { $workouts ->
        [one] { $workouts } тренировка
        [few] { $workouts } тренировки
       *[many] { $workouts } тренировок
    }, { $sets ->
        [one] { $sets } подход
        [few] { $sets } подхода
       *[many] { $sets } подходов
    }{ $drafts ->
        [0] {""}
       *[other] , черновик программы
    }.
deleteall-nothing = Удалять нечего: ни программ, ни записей.
deleteall-kept = Всё осталось на месте.
deleteall-changed = С тех пор записи изменились. Посмотрите ещё раз.

## Язык и отмена

language-ask = <b>Язык</b>
language-set = Теперь говорю по-русски.
cancel-draft = Отменено: черновик программы выброшен.
cancel-workout = Тренировка идёт. Закончить её — кнопкой 🏁: /startworkout
cancel-nothing = Отменять нечего.
