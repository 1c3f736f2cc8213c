### Слова бота по-русски. Значения, которые подставляются, экранируются сами.
### Знак ~ — неразрывный пробел: он не отрывает число от единицы.

## Команды, как они показаны в меню

command-start = Что это и с чего начать
command-startworkout = Начать или продолжить тренировку
command-newprogram = Составить программу
command-programs = Мои программы
command-templates = Готовые программы
command-report = Отчёт: день, неделя, месяц, всё время
command-records = Рекорды по упражнениям
command-history = Прошлые тренировки: посмотреть и исправить
command-weight = Вес тела: записать и посмотреть
command-exercises = Мои упражнения: переименовать, объединить, удалить
command-progress = Графики: как растут веса, мышцы за неделю
command-settings = Кг или фунты, отдых, часы, напоминания
command-language = Язык: русский или английский
command-export = Выгрузить все мои данные
command-privacy = Что я о вас храню
command-deleteall = Удалить всё моё
command-cancel = Отменить начатое
command-help = Что я умею

about = Дневник силовых тренировок. Составьте программу одним сообщением, записывайте подходы как на бумаге («80x5») и смотрите, как растут веса.
about-short = Дневник силовых тренировок: программы, подходы, отчёты.

## Начало и справка

welcome = <b>Это дневник силовых тренировок.</b>

    Программу можно прислать одним сообщением, подходы записывайте как в тетради: <code>80x5</code>. Я помню, что вы поднимали в прошлый раз, и ничего не теряю.

    Начните с программы: /newprogram
    Или сразу запишите подход: <code>Жим лёжа 80x5</code>
welcome-back = <b>С возвращением!</b>

    { $programs ->
        [0] Программ пока нет.
        [one] У вас { $programs }~программа.
        [few] У вас { $programs }~программы.
       *[many] У вас { $programs }~программ.
    } { $training ->
        [yes] Тренировка не закончена, продолжить: /startworkout
       *[no] Начать тренировку: /startworkout
    }
help = <b>Что я умею</b>

    { $commands }

    <b>Как записывать подходы</b>
    <code>80x5</code> — 80~{ $unit ->
        [lb] lb
       *[kg] кг
    } на 5~раз; можно и <code>80,5х5</code>, <code>80*5</code>, <code>80 5</code>
    <code>80</code> — только вес, повторы по плану
    <code>80x5x3</code> — три одинаковых подхода
    <code>0x12</code> — без веса
    <code>60с</code> или <code>1:30</code> — подход на время
    <code>80x5@8 тяжело</code> — с RPE и заметкой
    <code>w40x5</code> — разминка, в итоги не входит
    <code>=</code> — ещё раз то же самое
    <code>Жим лёжа 80x5</code> — другое упражнение или тренировка без программы
    <code>Жим 80: 12/10/8</code> — три подхода с одним весом
    Ошиблись? Исправьте своё сообщение, и подход тоже исправится.

    <b>Полезные мелочи</b>
    Несколько строк в одном сообщении — несколько подходов сразу
    <code>вчера Жим лёжа 80x5</code> — записать вчерашним днём
    <code>+10x8</code> на брусьях — с весом на поясе, <code>-20x8</code> — с поддержкой
    <code>A1 Жим 3x8</code> и <code>A2 Тяга 3x8</code> в программе — суперсет, упражнения по очереди
    🔥 на карточке — разминка до рабочего веса
    ☰ → 📝 — заметка к подходу, упражнению или тренировке
    Файл из Hevy, Strong или FitNotes, присланный в этот чат, — ваши прежние тренировки
    ☰ → ⚙️ — шаг кнопок и вес грифа, или просто <code>гриф 17,5</code>
    Кнопки можно заменить словами: «дальше», «ещё раз», «без таймера», «готово»

    <b>Как записывать программу</b>
    <code>Присед 5x5 60</code> — 5~подходов по 5, вес 60
    <code>Жим 3x8-12</code> — 3~подхода по 8–12
    <code>Планка 3x60с</code> — 3~раза по минуте
    <code>Присед\5</code> — просто 5~подходов
help-command = { $command } — { $what }
contact = Вопросы и проблемы: { $contact }
account-closed = Владелец бота закрыл эту учётную запись, поэтому сообщения не сохраняются.
not-understood = Не понял. Подход запишите так: <code>Жим лёжа 80x5</code>. Начать тренировку: /startworkout. Составить программу: /newprogram. Всё остальное: /help
not-text = Я понимаю только текст. Подход запишите так: <code>80x5</code>. Что ещё я умею: /help
unknown-command = Такой команды нет. Что я умею: /help

## Чужие сообщения

forward-ask = Записать это себе?
forward-button-take = ✍️ Записать
forward-taken = ✍️ Записано.
forward-gone = Этого сообщения больше нет. Перешлите его ещё раз
forward-not-understood = В пересланном сообщении нет подходов. Свои напишите сами: <code>Жим лёжа 80x5</code>
forward-program = Пересланная программа

## Общие слова

button-back = ‹ Назад
button-previous = ‹
button-next = ›
page = { $page }/{ $pages }
number = { $value }
weight = { $unit ->
        [lb] { $weight }~lb
       *[kg] { $weight }~кг
    }
day-near = { $ago ->
        [0] сегодня
       *[1] вчера
    }
day-date = { $day }~{ $month ->
        [1] января
        [2] февраля
        [3] марта
        [4] апреля
        [5] мая
        [6] июня
        [7] июля
        [8] августа
        [9] сентября
        [10] октября
        [11] ноября
       *[12] декабря
    }{ $year ->
        [none] {""}
       *[other] {" "}{ $year }
    }
toast-stale = Эта кнопка устарела
toast-stale-shown = Это старая карточка, вот текущая
toast-unknown = Эта кнопка от старой версии и больше не работает
toast-not-saved = Не сохранилось: база данных недоступна. Нажмите ещё раз.
toast-done-already = Уже сделано
not-saved-yet = ⏳ База данных сейчас недоступна. Повторять ничего не нужно: запишу, как только она заработает.
failed = 😔 Не получилось, и это моя ошибка. Ваши записи на месте. Попробуйте ещё раз или напишите по-другому.
too-fast = 🐢 Слишком много сообщений сразу, часть я пропускаю. Подождите немного и проверьте, что записалось.

## Названия и числа: отказы

name-empty = Нужно название: хотя бы одна буква или цифра.
name-too-long = Слишком длинное название: не больше { $limit }~знаков.
sets-range = Подходов может быть от { $least } до { $most }.
reps-range = Повторов может быть от { $least } до { $most }.
reps-backwards = Сначала меньшее число повторов, потом большее: <code>8-12</code>.
seconds-range = Подход может длиться от секунды до суток.
weight-range = Вес может быть от { $least } до { $most }~кг.
weight-range-pounds = Вес может быть от { $least } до { $most }~lb.
weight-decimals = После запятой может быть не больше двух цифр.
rpe-range = RPE бывает от 1 до 10, через 0,5.
note-too-long = Слишком длинная заметка: не больше { $limit }~знаков.
too-many-exercises = На один день приходится не больше { $limit }~упражнений. Эти строки не добавлены.
too-many-days = В программе может быть не больше { $limit }~дней. Эти строки не добавлены.
too-many-lines = В программе может быть не больше { $limit }~строк. Эти не добавлены.
rest-range = Отдых может быть не дольше { $most }~минут.
too-many-programs = Программ уже { $limit }, больше нельзя. Удалите ненужную: /programs
too-many-sets = В упражнении может быть не больше { $limit }~подходов за тренировку. Ничего не записано.
set-not-understood = Не разобрал подход. Например: <code>80x5</code> — 80~{ $unit ->
        [lb] lb
       *[kg] кг
    } на 5~раз.
set-part = Не понял «{ $part }». Подход пишут так: <code>80x5</code>
set-which-unit = Килограммы или фунты? В одних строках кг, в других lb: напишите единицу и здесь.
set-no-last = Повторять пока нечего. Напишите подход: <code>80x5</code>
set-slash = Не понял числа через черту. Вес и повторы пишите так: <code>80x5</code>
set-one-day = В одном сообщении может быть только один день.
set-which-exercise = Какое упражнение? Например: <code>Жим лёжа 80x5</code>
set-no-load = Плюс и минус нужны для подтягиваний, брусьев и гравитрона. Здесь напишите просто: <code>80x5</code>
set-one-only = Нужен один подход. Например: <code>80x5</code>
edit-removed = Подход из этого сообщения вы удалили. Записать его снова?
edit-removed-one = Один из подходов этого сообщения вы удалили. Уберите из сообщения и его строку, тогда я приму правку.
edit-other-exercise = В этом сообщении было другое упражнение. Сменить его правкой нельзя, напишите новое сообщение.
too-many-in-workout = В тренировке может быть не больше { $limit }~упражнений.
set-without-reps = Сколько повторов? Например: <code>80x5</code> — 80~{ $unit ->
        [lb] lb
       *[kg] кг
    } на 5~раз.
set-without-weight = Какой вес? Например: <code>80x5</code> — 80~{ $unit ->
        [lb] lb
       *[kg] кг
    } на 5~раз.
set-unknown-unit = Не знаю единицу «{ $typed }». Я записываю килограммы, фунты, повторы и время: <code>80x5</code>, <code>60с</code>
set-thousands = Это { $number }? Напишите слитно: <code>{ $number }</code>
day-ahead = Этот день ещё не наступил.
day-none = Такого дня в календаре нет.
set-day-ahead = Этот день ещё не наступил. Запишите подход, когда его сделаете.
set-day-none = В календаре { $year }~года нет такого дня: «{ $day }». Подход не записан.
set-day = За какой день? Например: <code>вчера Жим 80x5</code>, <code>25.11 Жим 80x5</code>
set-time = Похоже, { $time } — это время суток. Я записываю только день: уберите время или поставьте его перед подходом с «в»: <code>Жим в { $time } 80x5</code>
set-rpe-range = Напишите одно значение RPE, а не диапазон. Например: <code>80x5@8,5</code>
set-line = «{ $line }»: { $text }
limit-lines = В одном сообщении может быть не больше { $limit }~строк с подходами. Ничего не записано: отправьте по частям.
limit-exercises = У вас уже { $limit }~упражнений, больше нельзя. Ничего не записано. Выберите из тех, что есть.
limit-draft = Программа слишком длинная. Эти строки не добавлены.
limit-workouts = За сутки начато { $limit }~тренировок, это предел. Попробуйте завтра.
limit-sets = За сутки записано { $limit }~подходов, это предел. Ничего не записано. Попробуйте завтра.
limit-questions = Вы не ответили на { $limit }~вопросов. Сначала ответьте на них или исправьте те сообщения.
limit-removed = За десять минут удалено уже { $limit }. Подождите немного.
limit-skips = За сутки пропущено { $limit }~подходов, это предел. Попробуйте завтра.

## Вопросы

question = Как понять <b>{ $typed }</b>?{ $reason ->
        [below_bar] {" "}Это легче грифа.
        [twice_best] {" "}Это более чем вдвое тяжелее вашего лучшего.
        [heavy] {" "}Это очень много.
        [many_reps] {" "}Повторов очень много.
        [clock] {" "}Это минуты и секунды?
        [sets] {" "}Где подходы, а где повторы?
        [per_side] {" "}Это вес на одну сторону или весь?
       *[other] {""}
    }
question-button-none = ✖
question-stored = ✍️ { $label }
question-dropped = ✖ Не записано: { $typed }
question-expired = ✖ Прошли сутки, поэтому не записано: { $typed }
question-withdrawn = ✖ Вы исправили сообщение, этот вопрос снят.
question-closed = На этот вопрос уже не нужно отвечать
refused-line = <b>{ $typed }</b>: { $why }
set-gone = Этого подхода больше нет.

## Новая программа

pasted-ask = Это подходы, которые вы сделали, или новая программа?
pasted-during = { $why }

    Если это программа, а не подходы: /newprogram
pasted-button-sets = Записать подходы
pasted-button-program = Это программа
draft-ask-name = <b>Новая программа</b>

    Пришлите название. Или всё сразу одним сообщением: название, а под ним упражнения, каждое с новой строки.

    <code>Фулбоди
    Присед 5x5 60
    Жим 3x8-12
    Планка 3x60с</code>

    Передумали? /cancel
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
        [one] { $unread }~строку я не понял, она не сохранится. Пришлите её заново, например: <code>Жим 3x8-12 40</code>.
        [few] { $unread }~строки я не понял, они не сохранятся. Пришлите их заново, например: <code>Жим 3x8-12 40</code>.
       *[many] { $unread }~строк я не понял, они не сохранятся. Пришлите их заново, например: <code>Жим 3x8-12 40</code>.
    } Чтобы добавить ещё упражнения, просто пришлите их.
draft-line = { $n }. { $plan }
draft-line-rest = ⏱ Отдых { $rest } там, где в строке нет своего
draft-line-unread = ❓ <s>{ $text }</s> — не понял
draft-line-refused = ❓ <s>{ $text }</s> — { $why }
line-part = не понял «{ $part }»
line-which-unit = килограммы или фунты? Напишите единицу
line-which-sets = какое число — подходы? Например: 3х12 20кг
draft-fix = Как правильно: <s>{ $text }</s>?

    Напишите эту строку заново, например: <code>Жим 3x8-12 40</code>. Если это название дня, поставьте в конце двоеточие: <code>День А:</code>
draft-button-cut = 🗑 Убрать строку
draft-button-show = ‹ Назад
draft-button-save = ✅ Сохранить
draft-button-redo = ✏️ Заново
draft-button-discard = ✖ Не надо
draft-button-continue = 📝 Продолжить
draft-waits = У вас есть недописанная программа{ $named ->
        [yes] : <b>{ $name }</b>
       *[no] {""}
    }.
draft-saved = ✅ Программа <b>{ $name }</b> сохранена: { $exercises ->
        [one] { $exercises }~упражнение
        [few] { $exercises }~упражнения
       *[many] { $exercises }~упражнений
    }.
draft-dropped = Черновик удалён.
draft-nothing = Сохранять пока нечего: ни одной понятной строки.

## Программы

programs-none = Программ пока нет. Составить первую: /newprogram
programs-none-active = Все программы в архиве. Составить новую: /newprogram
programs-archive-empty = Архив пуст.
programs-list = <b>Мои программы</b>

    { $lines }
programs-archive = <b>Архив</b>

    { $lines }
programs-line = { $n }. { $name }{ $days ->
        [1] {""}
        [one] {" "}· { $days }~день
        [few] {" "}· { $days }~дня
       *[many] {" "}· { $days }~дней
    } · { $exercises ->
        [one] { $exercises }~упражнение
        [few] { $exercises }~упражнения
       *[many] { $exercises }~упражнений
    }
programs-button-archive = 🗄 Архив ({ $count })
programs-button-active = ‹ Мои программы
programs-button-new = ➕ Новая
program-card = <b>{ $name }</b>{ $days ->
        [1] {""}
        [one] {" "}· { $days }~день
        [few] {" "}· { $days }~дня
       *[many] {" "}· { $days }~дней
    }{ $archived ->
        [yes] {" "}· в архиве
       *[no] {""}
    }

    { $lines }
program-day = <b>{ $name }</b>
program-day-next = <b>{ $name }</b> · следующий
program-day-number = День { $n }
program-untitled = Моя программа
program-line = { $n }. { $plan }
program-button-start-day = ▶️ Начать: { $day }
program-button-start = ▶️ Начать тренировку
program-button-archive = 🗄 В архив
program-button-restore = ↩️ Из архива
program-button-delete = 🗑 Удалить
program-delete-ask = Удалить программу <b>{ $name }</b>? Записанные тренировки останутся.
program-button-delete-yes = 🗑 Да, удалить
program-archived = Программа в архиве
program-restored = Вернул из архива
program-deleted = Программа удалена
program-missing = Этой программы больше нет

## Состояние

command-status = Работаю ли я
status = { $state ->
        [well] 🟢 Работаю
        [slow] 🟡 Работаю, но отвечаю медленно
       *[ill] 🟡 Работаю, но не всё в порядке
    }

    { $half ->
        [none] За последний час ответов не было
       *[other] За последний час: половина ответов за { $half }~с, 95 из 100 — за { $most }~с
    }
    { $rests ->
        [0] Сигналов об окончании отдыха за этот час не было
       *[other] Сигналы об окончании отдыха: вовремя { $on_time } из { $rests }
    }
    Без перерыва: { $measure ->
        [days] { $uptime ->
            [one] { $uptime }~день
            [few] { $uptime }~дня
           *[many] { $uptime }~дней
        }
        [hours] { $uptime }~ч
       *[minutes] { $uptime }~мин
    }{ $backup ->
        [none] {""}
       *[other] {"\u000A"}Последняя копия базы: { $backup }
    }
    Версия { $version }
status-button = 🔄
status-away = 🔴 База данных не отвечает, поэтому сейчас я ничего не записываю. Всё, что вы пришлёте, Telegram хранит сутки; когда база вернётся, я это запишу.

## Поделиться

share-button = 🔗 Поделиться
share-link = 🔗 <b>{ $title }</b>

    { $link }

    Кто откроет ссылку, возьмёт себе копию { $what ->
        [workout] тренировки как программу.
       *[program] программы — такую, какой она будет в тот момент.
    } { $weights ->
        [yes] Веса в копии есть
       *[no] Весов в копии нет
    }, { $named ->
        [yes] ваше имя видно: { $name }
       *[no] вашего имени не видно
    }. Заметок в ней не бывает.

    Работает до { $until }. Взяли: { $taken ->
        [one] { $taken }~раз
        [few] { $taken }~раза
       *[many] { $taken }~раз
    }.
share-links = 🔗 <b>{ $title }</b>

    { $count ->
        [one] Работает { $count }~ссылка
        [few] Работают { $count }~ссылки
       *[many] Работает { $count }~ссылок
    }. Взяли: { $taken ->
        [one] { $taken }~раз
        [few] { $taken }~раза
       *[many] { $taken }~раз
    }.

    Самих ссылок я не храню: они в тех сообщениях, где вы их получили. Можно сделать новую, прежние останутся.
share-button-send = 📤 В чат…
share-button-new = 🔗 Новая ссылка
share-button-copy = 📋 Ссылка
share-button-picture = ▦ QR
share-button-weights = Веса: { $shown ->
        [yes] да
       *[no] нет
    }
share-button-name = Имя: { $shown ->
        [yes] да
       *[no] нет
    }
share-button-revoke = ✖ Закрыть доступ
share-revoked = Доступ к «{ $title }» закрыт: ссылки больше не работают. Копии, которые уже взяли, останутся у своих хозяев.
share-revoked-toast = Доступ закрыт
share-missing = Здесь больше нечем поделиться
share-gone = Эта ссылка не работает: её закрыли, её срок вышел или в ней ошибка.
share-preview = <b>{ $title }</b>

    { $lines }

    { $named ->
        [yes] { $name } делится с вами { $what ->
            [workout] тренировкой
           *[program] программой
        }.
       *[no] Вам прислали { $what ->
            [workout] тренировку
           *[program] программу
        }.
    } Копия будет вашей программой, в ней можно всё менять.
share-button-take = ✅ Взять
share-button-leave = ✖ Не надо
share-left = Хорошо, ничего не добавил.
share-changed = Программу успели изменить. Посмотрите ещё раз.
share-taken = Теперь это ваша программа
inline-hint = Сначала напишите мне лично
inline-empty = Отправлять пока нечего: составьте программу
inline-description = { $what ->
        [workout] Тренировка
       *[program] Программа
    }{ $days ->
        [1] {""}
        [one] {" "}· { $days }~день
        [few] {" "}· { $days }~дня
       *[many] {" "}· { $days }~дней
    } · { $exercises ->
        [one] { $exercises }~упражнение
        [few] { $exercises }~упражнения
       *[many] { $exercises }~упражнений
    } · { $first }
inline-message = <b>{ $title }</b>

    { $lines }
inline-button-take = Взять · Take
limit-shares = Ссылок может быть не больше { $limit }. Закройте ненужные или подождите: каждая работает 30~дней.

## Готовые программы

templates-list = <b>Готовые программы</b>

    { $lines }
templates-line = { $name } — { $level }
templates-button = 📚 Готовые
template-card = <b>{ $name }</b> · { $level }

    { $about }

    { $lines }

    С каких { $maximum ->
        [yes] тренировочных максимумов
       *[no] весов
    } начнём? { $from_records ->
        [none] Записей пока нет, поэтому с пустого грифа или лёгкого веса.
       *[other] Из ваших записей, с запасом в 10~%: { $from_records }. Чего нет — с пустого грифа или лёгкого веса.
    }
template-button-use = ▶️ Взять так
template-button-weights = ✏️ Веса
template-weights = Напишите { $maximum ->
        [yes] тренировочные максимумы (90~% от максимума на один повтор)
       *[no] рабочие веса
    } одним сообщением, и я сохраню программу: <code>{ $example }</code>
template-weights-unread = Не понял: { $typed }. Напишите все веса одним сообщением, например: <code>присед 80, жим 60</code>
template-used = Программа сохранена

## Изменение программы

program-button-edit = ✏️ Изменить
program-button-text = 📝 Текстом
program-button-copy = 📑 Копия
program-copied = Скопировал
edit-program = <b>{ $name }</b>

    Что меняем? Чтобы добавить строку, просто напишите её.
edit-button-restore = ↩️ Вернуть:
edit-button-days = 📅 Дни
edit-button-name = ✏️ Название
edit-button-done = ‹ Готово
edit-button-program = ‹ К программе
edit-button-swap = 🔁 Заменить
edit-button-cut = 🗑 Убрать
edit-button-day-add = ➕ День
edit-button-day-cut = 🗑 Убрать день
edit-button-replace = ✅ Заменить
edit-button-follow = 🔄 Обновить
edit-line = ✏️ <b>{ $plan }</b>
    { $day }, { $n } из { $count }
    📈 { $rule }

    Или напишите заново: <code>{ $example }</code>
edit-sets = { $sets }~подх.
edit-range = { $least }–{ $most }
edit-no-weight = без веса
edit-no-rest = Без отдыха
edit-no-rule = нет
edit-usual = Как обычно
edit-rest = Сколько отдыхать после упражнения <b>{ $name }</b>?
edit-rule = Как прибавлять в упражнении <b>{ $name }</b>?

    📈 { $rule }

    Для другого правила напишите всю строку заново, а в её конце, например, <code>80%</code> или <code>@7</code>.
edit-rule-none = Не прибавлять
edit-rule-linear = Каждый раз +{ $step }
edit-rule-double = +{ $step }, когда верх диапазона
edit-rule-wave = 5/3/1
edit-rule-effort = По ощущению: @8
rule-says-none = Правила нет: бот предложит то, что было в прошлый раз.
rule-says-linear = Когда все подходы сделаны, в следующий раз на { $step } больше; после трёх неудач подряд — на 10~% меньше.
rule-says-stages = Когда все подходы сделаны, в следующий раз на { $step } больше; после неудачи вес тот же, но { $then }, а потом снова { $first } и на 10~% меньше.
rule-says-double = Сначала растут повторы, до { $most } в каждом подходе, потом вес на { $step }; после трёх неудач подряд — на 10~% меньше.
rule-says-percent = Вес — { $shares }~% от максимума{ $maximum ->
        [none] {""}
       *[other] {" "}{ $maximum }
    }{ $step ->
        [none] .
       *[other] , который растёт на { $step }, когда все подходы сделаны.
    }
rule-says-wave = Четыре недели по процентам от тренировочного максимума{ $maximum ->
        [none] {""}
       *[other] {" "}{ $maximum }
    }, после них он растёт на { $step }; неудачная неделя повторяется.
rule-says-effort = Вес подбирается так, чтобы подход ощущался как RPE { $rpe }; записывайте ощущение вместе с подходом: <code>80x5@7</code>.
edit-swap = Чем заменить «<b>{ $name }</b>»? Напишите упражнение.
edit-ask-name = Как назвать программу <b>{ $name }</b>? Напишите новое название.
edit-ask-exercise = Упражнения «{ $name }» я не знаю. Поставить его в эту строку вместо <b>{ $was }</b>?
edit-button-exercise = Поставить
edit-button-keep = Не менять
edit-days = <b>{ $name }</b>

    Нажмите на день, чтобы переименовать, передвинуть или убрать его. Новая строка, которую вы напишете, попадёт в последний.
edit-day = <b>{ $name }</b> · { $count ->
        [one] { $count }~упражнение
        [few] { $count }~упражнения
       *[many] { $count }~упражнений
    }

    Чтобы переименовать, напишите другое название.
edit-day-added = День добавлен
edit-day-removed = День убран
edit-last-day = Единственный день остаётся
edit-line-gone = Убрал: { $name }
edit-restored = Вернул
edit-not-understood = Не понял эту строку программы. Например: <code>Присед 5x5 60</code>
edit-one-line = Здесь нужна одна строка.
edit-text = Скопируйте, поправьте и пришлите целиком{ $parts ->
        [1] {""}
       *[other] {" "}(все части по порядку, их { $parts })
    }: покажу, что изменится.
edit-text-part = { $count ->
        [1] {""}
       *[other] { $n }/{ $count }
    }
    <pre>{ $text }</pre>
edit-difference = <b>{ $name }</b>: что изменится

    { $lines }

    Прошлые тренировки останутся как были.
edit-line-removed = − { $plan }
edit-line-added = + { $plan }
edit-renamed = Новое название: <b>{ $name }</b>
edit-more = … и ещё { $count }
edit-days-are = Дни: { $days }
edit-reordered = Изменится порядок
edit-same = { $count ->
        [one] { $count }~строка прежняя
        [few] { $count }~строки прежние
       *[many] { $count }~строк прежних
    }
edit-replaced = Программа изменена
edit-follow = Вы тренируетесь по этой программе. Обновить и тренировку? Сделанные подходы останутся.
edit-followed = Тренировка обновлена

## План и подход словами

plan-open = { $name }
plan-sets = { $name } — { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }{ $open ->
        [yes] {" "}до отказа
       *[no] {""}
    }
plan-reps = { $name } — { $sets }×{ $reps }{ $open ->
        [yes] +
       *[no] {""}
    }
plan-range = { $name } — { $sets }×{ $least }–{ $most }{ $open ->
        [yes] +
       *[no] {""}
    }
plan-wave = { $name } — { $rule }
plan-rule = { $plan }, { $rule }
plan-rest = { $plan } · { $rest ->
        [none] без отдыха
       *[other] отдых~{ $rest }
    }
plan-warmup = { $plan } · разминка
plan-hold = { $name } — { $sets }×{ $time }
plan-superset = { $letter } · { $plan }
plan-weight = { $plan }, { $weight }
lift-reps = { $weight }~×~{ $reps }
lift-example = { $kind ->
        [hold] 60с
        [bare] 12
        [added] +10x8
        [assisted] -20x8
       *[plain] 80x5
    }
lift-bare = { $reps }~повт.
lift-note = <i>«{ $note }»</i>
lift-hold = { $time }
lift-hold-weight = { $weight }~·~{ $time }
time-seconds = { $seconds }~с
time-minutes = { $minutes }:{ $seconds }

## Тренировка

workout-choose = <b>По какой программе тренируемся?</b>
workout-choose-in-use = Сейчас вы занимаетесь по программе <b>{ $name }</b>{ $day ->
        [none] .
       *[other] , следующий — { $day }.
    }
workout-no-programs = Программ пока нет. Составьте первую: /newprogram. Можно и без программы, просто напишите: <code>Жим лёжа 80x5</code>
workout-all-archived = Все программы в архиве. Вернуть одну: /programs. Составить новую: /newprogram
workout-head = 🏋️ <b>{ $title }</b> · { $position }/{ $exercises } · { $minutes }~мин
workout-exercise = <b>{ $plan }</b>
workout-card-empty = 🏋️ <b>{ $title }</b>

    Напишите упражнение и подход: <code>Жим лёжа 80x5</code>
workout-free-title = Свободная тренировка
workout-ring = 🔔 <b>{ $name }</b>, подход { $n }: { $lift }
workout-line-warmups = 🔥 разминка: { $count ->
        [one] { $count }~подход
        [few] { $count }~подхода
       *[many] { $count }~подходов
    }
workout-line-warmup = 🔥 { $mark ->
        [done] ✅ { $lift }
        [current] ▶️ { $lift }
       *[later] · { $lift }
    }
workout-line-done = { $n }. ✅ { $lift }{ $extra }
workout-line-skipped = { $n }. ⏭ пропущен
workout-line-current = { $n }. ▶️ { $target }{ $before ->
        [none] {""}
       *[other] {"   "}<i>было~{ $before }</i>
    }
workout-line-further = { $n }. ▶️ { $target } · ещё один
workout-line-later = { $n }. · { $target }{ $before ->
        [none] {""}
       *[other] {"   "}<i>было~{ $before }</i>
    }
workout-lines-hidden = … ещё { $count ->
        [one] { $count }~подход
        [few] { $count }~подхода
       *[many] { $count }~подходов
    }
workout-plates = на сторону: { $plates }
workout-best = рекорд~{ $best }
workout-note = 📝 { $note }
workout-rest = ⏱ Отдых до <tg-time unix="{ $unix }" format="T">{ $clock }</tg-time> · <tg-time unix="{ $unix }" format="r">⏳</tg-time>
workout-reason-adjusted = <i>изменено вручную</i>
workout-reason-today = <i>как в прошлом подходе</i>
workout-reason-shifted = <i>{ $shift }, как в прошлом подходе</i>
workout-reason-last-time = <i>как в прошлый раз</i>
workout-reason-plan = <i>по плану</i>
workout-reason-guess = <i>вес пока наугад — напишите свой:</i> <code>80x5</code>
workout-rule-added = <i>{ $change }: в прошлый раз { $reps ->
        [0] все подходы
       *[other] { $sets }×{ $reps }
    } ✓</i>
workout-rule-again = <i>как в прошлый раз: { $done } из { $sets ->
        [one] { $sets }~подхода
        [few] { $sets }~подходов
       *[many] { $sets }~подходов
    }</i>
workout-rule-lighter = <i>−10~%: три раза подряд не вышло</i>
workout-rule-rested = <i>−10~%: перерыв { $weeks ->
        [one] { $weeks }~неделя
        [few] { $weeks }~недели
       *[many] { $weeks }~недель
    }</i>
workout-rule-staged = <i>вес тот же, теперь { $sets }×{ $least }: в прошлый раз не вышло</i>
workout-rule-restarted = <i>−10~% и снова { $sets }×{ $least }: в прошлый раз не вышло</i>
workout-rule-reps = <i>+{ $gain ->
        [one] { $gain }~повтор
        [few] { $gain }~повтора
       *[many] { $gain }~повторов
    }: { $least }–{ $most }, было~{ $last }</i>
workout-rule-full = <i>{ $most } ещё не во всех подходах</i>
workout-rule-share = <i>{ $turn ->
        [again] ещё раз:{" "}
        [lighter] −10~%:{" "}
        [rested] −10~% после перерыва:{" "}
       *[on] {""}
    }{ $share }~% от { $maximum }{ $week ->
        [0] {""}
       *[other] {" "}(5/3/1, неделя { $week })
    }</i>
workout-rule-effort = <i>{ $rpe }: в прошлый раз { $lift } { $felt }</i>
workout-rule-unrated = <i>как в прошлый раз: тогда без RPE</i>
workout-complete = Всё сделано. Чтобы закончить, нажмите 🏁. Можно и добавить подход: просто напишите его.
workout-fix = ✏️ Как было на самом деле? <b>{ $name }</b>, подход { $n }. Напишите, например: <code>{ $example }</code>
workout-swap = 🔁 Чем заменить «{ $name }»? Напишите упражнение.
workout-say = Чтобы изменить вес или повторы, просто напишите: 82,5x5
workout-reps = { $reps }~повт.
workout-button-log = ✅ { $lift }
workout-button-warmup = 🔥 Разминка
workout-button-warm = 🔥 { $lift }
workout-button-before = Как было: { $weight }
workout-button-skip = ⏭
workout-button-pass = ⏭ Пропустить
workout-button-undo = ↩️
workout-button-list = ☰
workout-button-finish = 🏁
workout-button-reopen = ↩️ Продолжить тренировку
workout-button-rest = +{ $seconds }~с
workout-button-quiet = ⏹ Без отдыха
workout-button-swap = 🔁 Заменить
workout-button-sets = ✏️ Исправить
workout-button-notes = 📝 Заметка
workout-button-drop = 🗑 Удалить подход
workout-button-keep = ✖ Не менять
workout-list = 🏋️ <b>{ $title }</b>

    Что делаем? Чтобы добавить упражнение, просто напишите: <code>Бицепс 15x12</code>
workout-warmup = 🔥 <b>{ $name }</b>, разминка: { $lift }
workout-sets = Какой подход исправить?
workout-logged = Подход { $n }: { $lift } ✓
workout-logged-warmup = Разминка: { $lift } ✓
workout-warmup-skipped = Без разминки
workout-logged-already = Уже записано
workout-dropped = Удалил подход { $n }: { $lift }
workout-dropped-warmup = Удалил разминку: { $lift }
workout-undone-set = Отменён подход { $n }: { $lift }
workout-undone-warmup = Отменена разминка: { $lift }
workout-undone-skip = Вернул подход { $n }
workout-undone-skips = Вернул: { $name }
workout-nothing-to-undo = Нечего отменять
workout-exercise-skipped = Идём дальше
workout-skipped = Подход { $n } пропущен
workout-nothing-to-skip = Всё уже сделано
workout-rest-longer = Отдыхаем ещё { $seconds }~с
workout-rest-over = Отдых уже закончился
workout-rest-stopped = Таймер остановлен
workout-discarded = Тренировка закончена. Подходов не было, поэтому она не записана.
workout-past = Записал за { $day }:
    { $lines }
workout-summary = 🏁 <b>{ $title }</b> · { $minutes }~мин

    { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }{ $reps ->
        [0] {""}
        [one] {" "}· { $reps }~повтор
        [few] {" "}· { $reps }~повтора
       *[many] {" "}· { $reps }~повторов
    }{ $tonnage ->
        [none] {""}
       *[other] {" "}· { $tonnage }
    }{ $gain ->
        [none] {""}
       *[other] {" "}({ $gain })
    }{ $apart ->
        [none] {""}
       *[other] {"\u000A"}{ $apart }
    }{ $body }

    { $lines }
workout-summary-gain = { $gain }, прошлый раз — { $day }
workout-summary-warmups = 🏁 <b>{ $title }</b> · { $minutes }~мин

    Только разминка.
workout-summary-gone = 🏁 <b>{ $title }</b>

    { $what ->
        [workout] Эта тренировка удалена.
       *[sets] Все подходы этой тренировки удалены.
    }
workout-summary-line = { $name }: { $lifts }
workout-summary-formula = <i>1ПМ — максимум на один повтор, по формуле Эпли</i>
workout-none = Тренировка не начата. Начать: /startworkout
workout-reopened = Продолжаем
workout-too-late = Эту тренировку уже не продолжить
workout-open-already = Сначала закончите начатую тренировку
record = 🏆 { $name } — { $records }
record-weight = рекорд веса { $lift } ({ $gain })
record-reps = рекорд повторов { $lift } ({ $gain })
record-hold = рекорд удержания { $lift } ({ $gain })
record-e1rm = 1ПМ ≈~{ $value } ({ $gain })
record-volume = объём { $value } ({ $gain })
record-e1rm-body = 1ПМ с весом тела ≈~{ $value } ({ $gain })
record-volume-body = объём с весом тела { $value } ({ $gain })
record-volume-reps = всего { $value }~повт. ({ $gain })
record-volume-seconds = всего { $value } ({ $gain })
apart-reps = { $reps ->
        [one] { $reps }~повтор
        [few] { $reps }~повтора
       *[many] { $reps }~повторов
    } со своим весом
apart-holds = { $time } удержаний

## Подсказки, каждая один раз

tip-superset = 💡 Чередуете упражнения? Начните их строки в программе с <code>A1</code> и <code>A2</code>, и карточка будет чередовать их сама, с отдыхом после круга.
tip-added = 💡 Легко? С весом на поясе пишите <code>+10x8</code>, и следующий подход будет таким же.
tip-yesterday = 💡 Это было вчера? Пишите день в начале: <code>вчера Жим лёжа 80x5</code>
tip-lines = 💡 Несколько подходов можно прислать одним сообщением, каждый с новой строки.

## Заметки

note-choose = 📝 К чему заметка?
note-button-set = Подход { $n }: { $lift }
note-button-exercise = { $name }
note-button-workout = Тренировка
note-button-remove = 🗑 Без заметки
note-ask-set = 📝 Напишите заметку к подходу { $n }: <b>{ $name }</b>
note-ask-exercise = 📝 Напишите заметку к упражнению <b>{ $name }</b>: я буду показывать её каждый раз.
note-ask-workout = 📝 Напишите заметку к тренировке.
note-exercise = 📌 { $note }
note-workout = 🗒 { $note }
note-removed = Заметка удалена

## Настройки

settings = <b>Настройки</b>

    Отдых после подхода: общий и свой для каждого упражнения. Когда отдых закончится, я напомню.

    Язык: /language
settings-button-rest = ⏱ Отдых: { $rest }
settings-as-usual = как обычно
settings-no-rest = без таймера
settings-ask-rest = Сколько отдыхать?
settings-kept = Запомнил
settings-button-reminders = 🔔 Напоминания: { $when }
settings-button-zone = 🕐 { $clock }

## Килограммы и фунты

unit = { $unit ->
        [lb] Фунты (lb)
       *[kg] Килограммы
    }
unit-chosen = ✅ { $name }
unit-question = ⚖️ Вы записали вес в фунтах. <b>В чём показывать веса?</b>

    Число без единицы я буду читать так же. Сменить единицу: /settings.
unit-taken = ⚖️ { $unit ->
        [lb] Показываю веса в фунтах. Число без единицы — тоже фунты: <code>135x5</code>
       *[kg] Показываю веса в килограммах. Число без единицы — тоже килограммы: <code>60x5</code>
    }

## Часовой пояс

zone-clock = { $time } · { $city }
zone-question = 🕐 <b>Который у вас час?</b>

    По вашим часам я решаю, к какому дню отнести подход и когда напомнить о тренировке. Сейчас считаю так: { $clock }.
zone-ask = 🕐 <b>Который у вас час?</b> Сейчас считаю так: { $clock }.

    Нажмите на время, которое показывают ваши часы. Или напишите город, страну или часовой пояс.
zone-ask-city = 🕐 Где вы? Если вашего города нет, выберите ближайший крупный или напишите свой.
zone-taken = 🕐 Считаю по этим часам: { $clock }.
zone-kept = Хорошо. Сменить часы: /settings
zone-unknown = Не знаю такого места. Напишите ближайший крупный город, страну или время на ваших часах: <code>{ $time }</code>
zone-button-other = Другое время
zone-button-keep = ✖ Оставить так
zone-button-settings = ‹ Настройки

## Снаряды

settings-button-equipment = 🏋️ Гриф и блины
settings-button-gear = ⚙️ Шаг и гриф
equipment = <b>Гриф и блины</b>

    Гриф: { $bar }. С этим грифом и этими блинами я считаю, что навесить на каждую сторону. Другой гриф можно просто написать: <code>гриф 17,5</code>
equipment-of = <b>{ $name }</b>

    На сколько { $unit ->
        [lb] фунтов
       *[kg] килограммов
    } кнопки меняют вес?{ $barbell ->
        [yes] {" "}Гриф: { $bar }.
       *[no] {""}
    }
equipment-plate = { $on ->
        [yes] ✅ { $plate }
       *[no] { $plate }
    }
equipment-chosen = • { $text }
equipment-no-bar = Гриф может весить до { $unit ->
        [lb] 220~lb
       *[kg] 100~кг
    }

## Напоминания о тренировках

reminders = <b>Напоминания о тренировках</b>

    Выберите дни и время, и я напомню. Если в этот день вы уже тренировались, не напомню. После двух напоминаний без ответа перестану.
reminders-off = нет
reminders-when = { $days }, { $hour }:00
reminders-day = { $on ->
        [yes] ✅ { $day }
       *[no] { $day }
    }
reminders-hour = { $hour }:00
reminders-ask-hour = В котором часу?
weekday = { $day ->
        [0] пн
        [1] вт
        [2] ср
        [3] чт
        [4] пт
        [5] сб
       *[6] вс
    }
reminder = 🏋️ <b>Пора на тренировку</b>
reminder-program = 🏋️ <b>Пора на тренировку</b>

    Следующая: { $program }
reminder-last = Два напоминания подряд остались без ответа, больше не напоминаю. Чтобы включить снова, выберите дни.
reminder-button-start = ▶ Начать
reminder-button-later = Через час
reminder-button-today = Не сегодня
reminder-button-settings = 🔔 Напоминания
reminder-later = Хорошо, напомню через час.
reminder-not-today = Хорошо, не сегодня. Следующее напоминание: { $when }

goal = <b>Цель на неделю</b>

    Сколько тренировок в неделю? Пропущенные дни не считаются, важна вся неделя.
goal-button = 🎯 Цель: { $goal ->
        [0] нет
       *[other] { $goal } в неделю
    }
goal-button-none = Без цели
goal-week = 🎯 { $done } из { $goal } на этой неделе{ $streak ->
        [0] {""}
        [1] {""}
        [few] {" "}· { $streak }~недели подряд
        [one] {" "}· { $streak }~неделя подряд
       *[many] {" "}· { $streak }~недель подряд
    }

## Отчёт

report-card = <b>{ $period }</b>

    { $workouts ->
        [one] { $workouts }~тренировка
        [few] { $workouts }~тренировки
       *[many] { $workouts }~тренировок
    } · { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }{ $reps ->
        [0] {""}
        [one] {" "}· { $reps }~повтор
        [few] {" "}· { $reps }~повтора
       *[many] {" "}· { $reps }~повторов
    }{ $tonnage ->
        [none] {""}
       *[other] {" "}· { $tonnage }
    }{ $apart ->
        [none] {""}
       *[other] {"\u000A"}{ $apart }
    }{ $body }

    { $lines }

    <i>Часы: { $clock }</i>
report-empty = <b>{ $period }</b>

    Записей нет.

    <i>Часы: { $clock }</i>
report-line = <b>{ $name }</b>
    { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    } · { $reps }~повт.{ $tonnage ->
        [none] {""}
       *[other] {" "}· { $tonnage }
    } · лучший { $best }
report-line-hold = <b>{ $name }</b>
    { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    } · { $time } · лучший { $best }
report-today = Сегодня
report-week = Эта неделя
report-month = Этот месяц
report-all = Всё время
report-button-today = День
report-button-week = Неделя
report-button-month = Месяц
report-button-all = Всё
report-button-history = 📖 История
report-chosen = • { $name }

## Рекорды

records-title = 🏆 <b>Рекорды</b>
records-none = 🏆 <b>Рекорды</b>

    Пока ни одного подхода. Рекорды появятся, как только вы что-нибудь запишете.
records-none-of = <b>{ $name }</b>

    Подходов пока нет.
records-no-exercise = Упражнения «{ $name }» в ваших записях нет. Все рекорды: /records
records-lift = <b>{ $name }</b>
    { $lines }
records-set = { $lift } ({ $day })
records-weight = Вес: { $sets }
records-reps = Повторы: { $sets }
records-holds = Удержание: { $sets }
records-e1rm = 1ПМ ≈~{ $value }: { $sets }
records-e1rm-body = 1ПМ с весом тела ≈~{ $value }: { $sets }
records-volume = Объём за тренировку: { $volume } ({ $day })
records-button-curve = 📈 Кривая
records-volume-body = Объём за тренировку с весом тела: { $volume } ({ $day })
records-no-body = <i>Вес тела не записан: с ним считаются 1ПМ и объём. Запишите: <code>/weight { $unit ->
        [lb] 175
       *[kg] 80
    }</code></i>
records-button-back = ‹ Рекорды

## История

history-month-name = { $month ->
        [1] Январь
        [2] Февраль
        [3] Март
        [4] Апрель
        [5] Май
        [6] Июнь
        [7] Июль
        [8] Август
        [9] Сентябрь
        [10] Октябрь
        [11] Ноябрь
       *[12] Декабрь
    } { $year }
history-month = <b>История · { $month }</b>

    { $count ->
        [0] Законченных тренировок нет.
       *[other] { $lines }
    }
history-line = { $weekday }~{ $day } · <b>{ $title }</b> — { $sets }~подх.{ $tonnage ->
        [none] {""}
       *[other] , { $tonnage }
    }{ $minutes ->
        [0] {""}
       *[other] , { $minutes }~мин
    }{ $records ->
        [yes] {" "}🏆
       *[no] {""}
    }
history-lift = <b>{ $name } · история</b>

    { $count ->
        [0] Подходов пока нет.
       *[other] { $lines }
    }
history-session = <b>{ $day }</b>: { $lifts }{ $estimate ->
        [none] {""}
       *[other] {" "}· 1ПМ~≈~{ $estimate }
    }
history-no-exercise = Упражнения «{ $name }» в ваших записях нет. Все тренировки: /history
history-workout = <b>{ $title }</b>
    { $weekday }, { $day }{ $minutes ->
        [0] {""}
       *[other] {" "}· { $minutes }~мин
    }
    { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }{ $reps ->
        [0] {""}
       *[other] {" "}· { $reps }~повт.
    }{ $tonnage ->
        [none] {""}
       *[other] {" "}· { $tonnage }
    }{ $apart ->
        [none] {""}
       *[other] {"\u000A"}{ $apart }
    }
history-exercise = <b>{ $name }</b>
history-undone = <b>{ $name }</b> — не сделано
history-warmups = 🔥 { $lifts }
history-button-back = ‹ История

past-button-fix = ✏️ Исправить
past-button-add = ➕ Подход
past-button-repeat = 🔁 Повторить
past-button-day = 📅 Другой день
past-button-delete = 🗑 Удалить
past-button-cut = 🗑 Убрать подход
past-button-gone = 🗑 Удалить
past-button-restore = ↩️ Вернуть
past-sets = Какой подход исправить?
past-set = <b>{ $name }</b>, { $kind ->
        [warmup] разминка { $n }
       *[work] подход { $n }
    }: { $lift }

    Напишите, как было: <code>{ $example }</code>
past-cut = Убрал: { $lift }
past-add = ➕ <b>{ $title }</b>, { $day }

    Какой подход добавить? Например: <code>Жим лёжа 80x5</code>{ $name ->
        [none] {""}
       *[other] . Без названия — { $name }.
    }
past-add-more = <i>➕ Следующие подходы тоже попадут в эту тренировку. Закончили? Нажмите «Готово».</i>
past-button-done = ✅ Готово
past-workout-gone = Этой тренировки больше нет.
past-day = <b>{ $month }</b>

    Сейчас тренировка записана на { $day }. Выберите день или напишите его: <code>вчера</code>, <code>25.11</code>, <code>25.11.2024</code>
past-moved = Перенёс на { $day }
past-too-early = Так далеко в прошлое перенести нельзя.
past-delete = <b>Удалить тренировку?</b>

    { $title }, { $day }, { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }. Десять минут её можно будет вернуть.
past-gone = Удалил. Десять минут можно вернуть
past-restored = Вернул
past-too-late = Вернуть уже нельзя

own = <b>Мои упражнения</b>

    { $count ->
        [0] Пока ни одного.
       *[other] Рядом — сколько подходов записано. Нажмите, чтобы переименовать, объединить или удалить.
    }
own-button = 📋 Упражнения
own-button-back = ‹ Упражнения
own-button-history = 📖 История
own-button-name = ✏️ Название
own-button-merge = 🔗 Объединить
own-button-sure = 🔗 Объединить
own-button-delete = 🗑 Удалить
own-one = <b>{ $name }</b>

    { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }{ $lines ->
        [0] {""}
        [one] , { $lines }~строка в программах
        [few] , { $lines }~строки в программах
       *[many] , { $lines }~строк в программах
    }
own-ask-name = Как назвать упражнение <b>{ $name }</b>? Напишите новое название. Подходы и строки программ останутся при нём.
own-is-set = Это похоже на подход, а я ждал { $asked ->
        [own_merge] название упражнения, с которым объединить <b>{ $name }</b>. Ничего не объединено
       *[other] новое название упражнения <b>{ $name }</b>. Название не изменилось
    }, подход не записан. Чтобы записать подход, отправьте его ещё раз.
own-merge-ask = С чем объединить <b>{ $name }</b>? Выберите или напишите название: подойдёт и упражнение, которого у вас ещё нет.
own-merge = <b>Объединить упражнения?</b>

    { $name } → { $into }

    Перейдёт { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }{ $lines ->
        [0] {""}
        [one] {" "}и { $lines }~строка программ
        [few] {" "}и { $lines }~строки программ
       *[many] {" "}и { $lines }~строк программ
    }. Отменить это нельзя.
own-merged = { $sets ->
        [one] Перенёс { $sets }~подход
        [few] Перенёс { $sets }~подхода
       *[many] Перенёс { $sets }~подходов
    }
own-deleted = Удалил: { $name }
own-used = <b>{ $name }</b>

    Удалить нельзя: { $sets ->
        [0] { $lines ->
            [0] оно есть в начатой тренировке
           *[other] оно есть в программах
        }
        [one] в нём { $sets }~подход
        [few] в нём { $sets }~подхода
       *[many] в нём { $sets }~подходов
    }. Его можно объединить с другим.
own-no-other = Не нашёл другого упражнения «{ $name }». Напишите название из списка или такое, которое знают все.

## Прогресс

progress-ask = Какое упражнение показать?
progress-none = Показывать пока нечего. Запишите подход: <code>Жим лёжа 80x5</code>. Кривая появится после второй тренировки.
progress-unknown = В ваших записях нет такого упражнения.
progress-single = <b>{ $name }</b>

    { $days ->
        [0] Подходов, из которых складывается кривая, пока нет.
       *[other] Пока одна тренировка. Кривая появится после второй.
    }
progress-few = { $period }: меньше двух тренировок
progress-button-lifts = ‹ Упражнения
progress-button-records = 🏆 Рекорды
progress-button-muscles = 💪 По мышцам
progress-button-weeks = 4~нед.
progress-button-months = 3~мес.
progress-button-year = Год
progress-button-all = Всё
progress-button-weight = Вес
progress-button-e1rm = 1ПМ
progress-button-volume = Объём
progress-button-most = Повторы
progress-button-reps = Всего
progress-button-longest = Время
progress-button-held = Всего
progress-period-weeks = 4~недели
progress-period-months = 3~месяца
progress-period-year = год
progress-period-all = всё время
progress-record = рекорд
progress-measure-weight = Вес, { $unit ->
        [lb] lb
       *[kg] кг
    }
progress-measure-e1rm = Расчётный максимум, { $unit ->
        [lb] lb
       *[kg] кг
    }
progress-measure-volume = Объём за день, { $unit ->
        [lb] lb
       *[kg] кг
    }
progress-measure-e1rm-body = Расчётный максимум с весом тела, { $unit ->
        [lb] lb
       *[kg] кг
    }
progress-measure-volume-body = Объём за день с весом тела, { $unit ->
        [lb] lb
       *[kg] кг
    }
progress-measure-most = Повторы в подходе
progress-measure-reps = Повторы за день
progress-measure-longest = Самое долгое удержание
progress-measure-held = Удержание за день
progress-caption = 📈 <b>{ $name }</b> · { $period }

    { $measure ->
        [weight] Самый большой вес
        [e1rm] Расчётный максимум
        [volume] Объём за день
        [e1rm-body] Расчётный максимум с весом тела
        [volume-body] Объём за день с весом тела
        [most] Повторы в подходе
        [reps] Повторы за день
        [longest] Самое долгое удержание
       *[held] Удержание за день
    }: { $first } → { $last } ({ $change })
    Лучше всего: { $best }, { $day }{ $records ->
        [0] {""}
       *[other] {" "}· рекордов:~{ $records }
    }
    { $workouts ->
        [one] { $workouts }~тренировка
        [few] { $workouts }~тренировки
       *[many] { $workouts }~тренировок
    }, { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }.{ $measure ->
        [e1rm] {" "}Максимум посчитан по формуле Эпли, из подходов до 12~повторов.
        [e1rm-body] {" "}Максимум посчитан по формуле Эпли, из подходов до 12~повторов. За каждый день берётся последний записанный к нему вес тела: /weight
        [volume-body] {" "}За каждый день берётся последний записанный к нему вес тела: /weight
       *[other] {""}
    }
picture-failed = <i>Картинку сейчас нарисовать не получилось. Нажмите кнопку ещё раз чуть позже.</i>
picture-button-dark = 🌙 Тёмная
picture-button-light = ☀️ Светлая
muscles-title = Подходы по мышцам
muscles-now = эта неделя
muscles-before = прошлая
muscles-none = За эту и прошлую неделю подходов нет.
muscles-caption = 💪 <b>Подходы за неделю, с понедельника</b>

    { $lines }{ $others ->
        [0] {""}
        [one] {"\u000A"}И ещё { $others }~подход упражнений, которых я не знаю.
        [few] {"\u000A"}И ещё { $others }~подхода упражнений, которых я не знаю.
       *[many] {"\u000A"}И ещё { $others }~подходов упражнений, которых я не знаю.
    }
muscles-line = { $muscle }: { $now } (прошлая неделя { $before })
muscle-chest = Грудь
muscle-back = Спина
muscle-shoulders = Плечи
muscle-biceps = Бицепс
muscle-triceps = Трицепс
muscle-forearms = Предплечья
muscle-core = Пресс
muscle-quads = Квадрицепс
muscle-hamstrings = Бицепс бедра
muscle-glutes = Ягодицы
muscle-calves = Икры
muscle-full_body = Всё тело

## Вес тела

bodyweight = <b>Вес тела</b>{ $weight ->
        [none] {""}
       *[other] : { $weight }, { $day } ✅
    }

    { $count ->
        [0] Пока не записан. Напишите так:
       *[other] { $quick ->
            [yes] Сколько сегодня? Нажмите или напишите:
           *[no] За другой день или заново:
        }
    }
    <code>/weight{" "}{ $unit ->
            [lb] 181
           *[kg] 82,5
        }</code>, <code>/weight вчера{" "}{ $unit ->
            [lb] 181
           *[kg] 82,5
        }</code>

    <i>Входит в подтягивания и брусья с первого записанного дня.</i>
bodyweight-not-understood = Не понял вес. Например: <code>/weight{" "}{ $unit ->
            [lb] 181
           *[kg] 82,5
        }</code>
bodyweight-range = Вес тела — от { $unit ->
        [lb] { $least_lb } до { $most_lb }~lb.
       *[kg] { $least } до { $most }~кг.
    }
bodyweight-ask = <b>{ $weight }</b> — верно?{ $near ->
        [none] {""}
       *[other] {" "}Раньше: { $near }, { $day }.
    }
bodyweight-button-other = { $number }~{ $of ->
        [lb] lb
       *[kg] кг
    }
bodyweight-button-none = Не записывать
bodyweight-button-cut = 🗑 Удалить
bodyweight-one = <b>{ $weight }</b>, { $day }

    Чтобы исправить, напишите: <code>{ $example }</code>
bodyweight-button-curve = 📈 Кривая
bodyweight-button-list = ‹ Вес тела
bodyweight-few = { $period }: меньше двух записей
bodyweight-title = Вес тела
bodyweight-caption = 📈 <b>Вес тела</b> · { $period }

    { $first } → { $last } ({ $change })
    Меньше всего: { $least }, { $least_day }
    Больше всего: { $most }, { $most_day }
bodyweight-removed = Удалил
tonnage-body = { $tonnage }~с весом тела
history-body = С весом тела (подтягивания, брусья): { $tonnage }

## Выгрузка

export-sets = { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    } в таблице (CSV, UTF-8): веса в килограммах, а в двух последних столбцах — как их видите вы. Остальное как у Hevy, поэтому файл понимают и другие дневники.
export-spreadsheet = Те же подходы в таблице для Excel, LibreOffice или Google Таблиц.
export-sheet = Подходы
export-workout = Тренировка
export-start = Начало
export-end = Конец
export-exercise = Упражнение
export-superset = Суперсет
export-set = Подход
export-kind = Вид
export-weight = Вес
export-unit = Единица
export-load = Нагрузка
export-reps = Повторы
export-seconds = Секунды
export-rpe = RPE
export-note = Заметка
export-warmup = разминка
export-work = рабочий
export-plain = вес
export-added = с отягощением
export-kg = кг
export-lb = lb
export-assisted = с помощью
export-everything = Все ваши данные: программы, тренировки, подходы, настройки.
export-part = Часть { $part } из { $parts }. Каждую можно прислать боту отдельно.
export-too-soon = Вы только что выгружали данные. Ещё раз можно через минуту.
export-too-much = Ваши данные не помещаются в десять файлов Telegram. Их может выгрузить тот, кто запустил этого бота.

## Удалить всё

deleteall-ask = <b>Удалить всё?</b>

    Будет удалено: { $what }. Вернуть это будет нельзя. Чтобы сохранить копию: /export
deleteall-part-programs = { $count ->
        [one] { $count }~программа
        [few] { $count }~программы
       *[many] { $count }~программ
    }
deleteall-part-workouts = { $count ->
        [one] { $count }~тренировка
        [few] { $count }~тренировки
       *[many] { $count }~тренировок
    }
deleteall-part-sets = { $count ->
        [one] { $count }~подход
        [few] { $count }~подхода
       *[many] { $count }~подходов
    }
deleteall-part-exercises = { $count ->
        [one] { $count }~упражнение
        [few] { $count }~упражнения
       *[many] { $count }~упражнений
    }
deleteall-part-drafts = черновик программы
deleteall-part-reminders = напоминания
deleteall-part-questions = { $count ->
        [one] { $count }~сообщение, которое ждёт ответа
        [few] { $count }~сообщения, которые ждут ответа
       *[many] { $count }~сообщений, которые ждут ответа
    }
deleteall-part-removed = { $count ->
        [one] { $count }~удалённая запись, которую ещё можно вернуть
        [few] { $count }~удалённые записи, которые ещё можно вернуть
       *[many] { $count }~удалённых записей, которые ещё можно вернуть
    }
deleteall-part-weights = { $count ->
        [one] { $count }~запись веса тела
        [few] { $count }~записи веса тела
       *[many] { $count }~записей веса тела
    }
deleteall-part-imports = { $count ->
        [one] { $count }~файл, который ждёт ответа
        [few] { $count }~файла, которые ждут ответа
       *[many] { $count }~файлов, которые ждут ответа
    }
deleteall-part-shares = { $count ->
        [one] { $count }~ссылка, которой вы поделились
        [few] { $count }~ссылки, которыми вы поделились
       *[many] { $count }~ссылок, которыми вы поделились
    }
deleteall-part-challenges = { $count ->
        [one] участие в { $count }~челлендже
        [few] участие в { $count }~челленджах
       *[many] участие в { $count }~челленджах
    }
deleteall-part-settings = настройки и дни, когда вы сюда писали
deleteall-button = 🔴 Удалить всё
deleteall-button-keep = Оставить
deleteall-done = Удалено: { $what }.

    На трое суток остались только номера ваших последних сообщений, без текста: так я узнаю сообщение, если Telegram доставит его второй раз. Переписку можно удалить в меню этого чата.
deleteall-nothing = Удалять нечего: о вас ничего не записано.
deleteall-kept = Всё осталось на месте.
deleteall-changed = С тех пор записи изменились. Посмотрите ещё раз.

## Язык и отмена

language-ask = <b>Язык</b>
language-set = Теперь говорю по-русски.
cancel-draft = Черновик программы удалён.
cancel-workout = Идёт тренировка. Чтобы закончить её, откройте /startworkout и нажмите 🏁.
cancel-set = Отменить последний подход? <b>{ $name }</b>: { $lift }
cancel-button-set = ↩️ Отменить
cancel-button-keep = Оставить
cancel-set-done = Отменено: { $lift }
cancel-kept = Хорошо, всё осталось как было.
cancel-nothing = Отменять нечего.

## Загрузка файлов

limit-imports = За сутки вы прислали { $limit }~файлов, это предел. Попробуйте завтра.
import-reading = ⏳ Читаю <b>{ $file }</b>…
import-loading = ⏳ Скачиваю файл: { $percent }~%
import-reading-now = ⏳ Файл скачан, читаю…
import-title = Тренировка
import-head = 📥 <b>{ $source }</b> · { $file }
import-source-hevy = Hevy
import-source-strong = Strong
import-source-fitnotes = FitNotes
import-source-table = Наша таблица
import-source-everything = Наша полная выгрузка
import-amount = { $workouts ->
        [one] { $workouts }~новая тренировка
        [few] { $workouts }~новые тренировки
       *[many] { $workouts }~новых тренировок
    }, { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }
import-span = { $days ->
        [1] { $first }
       *[other] С { $first } по { $last }
    }
import-exercises = Упражнения: узнал { $exact }, похожих { $similar }, новых { $new }
import-programs = { $programs ->
        [one] { $programs }~программа
        [few] { $programs }~программы
       *[many] { $programs }~программ
    }
import-duplicates = { $workouts ->
        [one] { $workouts }~тренировка уже записана, второй раз не запишу
        [few] { $workouts }~тренировки уже записаны, второй раз не запишу
       *[many] { $workouts }~тренировок уже записаны, второй раз не запишу
    }
import-refused = { $rows ->
        [one] Не прочитал { $rows }~строку
        [few] Не прочитал { $rows }~строки
       *[many] Не прочитал { $rows }~строк
    }
import-nothing-new = Нового нет.
import-ask-unit = В файле не сказано, в чём веса. В чём они?
import-button-kg = Килограммы
import-button-lb = Фунты
import-button-store = { $workouts ->
        [0] ✅ Записать
        [one] ✅ Записать { $workouts }~тренировку
        [few] ✅ Записать { $workouts }~тренировки
       *[many] ✅ Записать { $workouts }~тренировок
    }
import-button-names = Проверить упражнения: { $count }
import-button-lines = Непрочитанные строки: { $count }
import-button-drop = ✖ Не записывать
import-button-undo = ↩️ Отменить загрузку
import-button-new = Это новое упражнение
import-not-read = ⚠️ Меня перезапустили, пока я читал <b>{ $file }</b>. Ничего не записано. Пришлите файл ещё раз.
import-not-stored = ⚠️ Меня перезапустили, пока я записывал файл. Ничего не записано. Можно записать ещё раз:
import-not-undone = ⚠️ Меня перезапустили, пока я отменял загрузку <b>{ $file }</b>. Ничего не удалено. Можно отменить ещё раз:
import-storing = ⏳ Записываю: { $done } из { $whole }…
import-stored = ✅ Записано: { $workouts ->
        [one] { $workouts }~тренировка
        [few] { $workouts }~тренировки
       *[many] { $workouts }~тренировок
    }, { $sets ->
        [one] { $sets }~подход
        [few] { $sets }~подхода
       *[many] { $sets }~подходов
    }.
import-can-undo = В течение суток загрузку можно отменить.
import-undoing = ⏳ Убираю загруженное…
import-undone = ↩️ Загрузка отменена: всё, что добавил этот файл, удалено.{ $kept ->
        [0] { "" }
        [one] { " " }Остался { $kept }~подход, который вы добавили в его тренировки позже.
        [few] { " " }Остались { $kept }~подхода, которые вы добавили в его тренировки позже.
        [many] { " " }Остались { $kept }~подходов, которые вы добавили в его тренировки позже.
       *[other] { " " }Остались { $kept }~подхода, которые вы добавили в его тренировки позже.
    }
import-too-late = Эту загрузку уже нельзя отменить.
import-dropped = Файл { $file } не записан.
import-already = Этот файл уже записан.
import-gone = Этот файл больше не ждёт. Пришлите его ещё раз.
import-names = <b>Какие это упражнения?</b>
    Слева название из файла, справа — как его запишу. Нажмите, чтобы выбрать другое.

    { $lines }
import-name = { $name } → { $called ->
        [new] новое
       *[other] { $called }
    }
import-name-ask = <b>{ $name }</b>
    Что это за упражнение?
import-line = Строка { $line }: { $why }{ $cell ->
        [none] {""}
       *[other] {" "}({ $cell })
    }
import-workout = Тренировка { $line }: { $why }{ $cell ->
        [none] {""}
       *[other] {" "}({ $cell })
    }
import-lines-file = строки.txt
import-why-name = нет названия упражнения
import-why-time = не понял дату
import-why-future = дата в будущем
import-why-negative = число меньше нуля
import-why-weight = не понял вес или он больше 1000~кг
import-why-reps = не понял повторы или их больше 999
import-why-seconds = не понял время или оно больше суток
import-why-empty = нет ни повторов, ни времени
import-why-crowded = слишком много упражнений в одной тренировке
import-why-shape = не понял значение
import-at-line = Ошибка в строке { $line }.
import-unreadable-empty = В файле нет ни одной записи.
import-unreadable-archive = Это архив или книга Excel. Я читаю файлы CSV и JSON: распакуйте архив или сохраните таблицу как CSV.
import-unreadable-binary = Это не текст. Пришлите выгрузку CSV из Hevy, Strong или FitNotes либо файл из /export.
import-unreadable-unknown = Не узнал этот файл. Я читаю выгрузки CSV из Hevy, Strong и FitNotes и файлы CSV и JSON из /export. Если он из Strong на другом языке, переключите приложение на английский и выгрузите ещё раз.
import-unreadable-quotes = Кавычки в файле не закрыты: похоже, он обрезан. Ничего не записано.
import-unreadable-long = В файле слишком длинная строка. Ничего не записано.
import-unreadable-rows = В файле больше { $rows }~строк. Разделите его на части и пришлите по одной.
import-unreadable-json = В файле JSON ошибка. Ничего не записано.
import-unreadable-nothing = Не прочитал ни одной строки, ничего не записано:
import-unreadable-heavy = Файл слишком большой: Telegram отдаёт ботам не больше { $megabytes }~МБ. Разделите его на части.
import-unreadable-names = В файле больше { $exercises }~разных упражнений. Ничего не записано.
import-unreadable-failed = Не получилось прочитать файл. Ничего не записано. Пришлите его ещё раз или по частям.

## Приватность

privacy-head = <b>Что я о вас храню</b>
privacy-person = Ваш номер в Telegram, язык, единицы, часовой пояс и другие настройки. Имени и телефона среди них нет.
privacy-training = Тренировки: упражнения, программы, подходы с весами, повторами, временем и заметками. Пока вы их не удалите.
privacy-more = Вес тела, напоминания и черновик программы, если они есть. Пока вы их не удалите.
privacy-active = Дни, когда вы сюда писали: { $kept ->
        [one] { $kept }~день
        [few] { $kept }~дня
        [many] { $kept }~дней
       *[other] { $kept }~дня
    }. По ним считается, сколько людей здесь занимается.
privacy-questions = Сообщения, о которых я переспросил: не дольше { $kept ->
        [one] { $kept }~дня
        [few] { $kept }~дней
        [many] { $kept }~дней
       *[other] { $kept }~дня
    }.
privacy-soon = Конец отдыха и напоминание, которое вот-вот придёт: пока они не отправлены.
privacy-removed = Удалённое из истории: ещё { $kept ->
        [one] { $kept }~минуту
        [few] { $kept }~минуты
        [many] { $kept }~минут
       *[other] { $kept }~минуты
    }, чтобы его можно было вернуть.
privacy-files = Присланный файл не хранится; прочитанное из него ждёт вашего нажатия не дольше двух суток.
privacy-groups = Участие в челленджах групп и ваше имя в их таблицах: пока челлендж не закончится или вы не выйдете.
privacy-shares = Ссылки на программы и тренировки, которыми вы поделились: { $kept ->
        [one] { $kept }~день
        [few] { $kept }~дня
        [many] { $kept }~дней
       *[other] { $kept }~дня
    }. Имя — только если вы сами его показали. Кто открыл ссылку, не записываю.
privacy-trouble = Сообщение, на котором я сломался, целиком, вместе с вашим именем в нём: { $kept ->
        [one] { $kept }~день
        [few] { $kept }~дня
        [many] { $kept }~дней
       *[other] { $kept }~дня
    }, чтобы найти ошибку.
privacy-numbers = Номера ваших последних сообщений, без текста: { $kept ->
        [one] { $kept }~день
        [few] { $kept }~дня
        [many] { $kept }~дней
       *[other] { $kept }~дня
    }. Они остаются и после удаления всего.
privacy-who = Читать это можете вы и тот, кто запустил этого бота: база и её копии у него. Переписку видит ещё Telegram. В журналах и графиках нет ни имён, ни номеров, ни весов.
privacy-yours = /export отдаёт всё это файлами, /forget сразу удаляет; копии базы у владельца бота стираются по его расписанию.

## Челленджи в группах

command-challenge = Челлендж в группе: кто больше
group-help = В группе я веду челлендж: /challenge. Тренировки — лично: { $link }
group-private = Это в личных сообщениях: { $link }
challenge-private = 🏆 Челлендж идёт в группе: кто за неделю, две или месяц поднимет больше. Каждый записывает тренировки лично мне, группа видит только имена и суммы.

    <a href="{ $link }">Добавьте меня в группу</a> и напишите там /challenge.
challenge-what = 🏆 <b>Челлендж</b>

    Что считаем?
challenge-how-long = 🏆 <b>{ $what }</b>

    На сколько дней? Сегодняшний день считается целиком.
challenge-days = { $days ->
        [one] { $days }~день
        [few] { $days }~дня
       *[many] { $days }~дней
    }
challenge-measure = { $measure ->
        [tonnage] Тоннаж
        [sets] Подходы
        [workouts] Тренировки
       *[maximum] 1ПМ: { $lift }
    }
challenge-table = 🏆 <b>{ $what }</b> · до { $until }

    { $lines }

    <i>Считается то, что записано мне лично за эти дни. Здесь видны только имена и суммы.</i>
challenge-nobody = Пока никого. Нажмите «Участвую».
challenge-line = { $place } { $name } — { $amount }
challenge-sets = { $count ->
        [one] { $count }~подход
        [few] { $count }~подхода
       *[many] { $count }~подходов
    }
challenge-workouts = { $count ->
        [one] { $count }~тренировка
        [few] { $count }~тренировки
       *[many] { $count }~тренировок
    }
challenge-over = 🏁 <b>{ $what }</b> · закончился { $until }

    { $trained ->
        [yes] { $lines }
       *[no] Никто не тренировался. Отдых — тоже дело: новый челлендж начнёт /challenge.
    }
challenge-button-join = ✋ Участвую
challenge-button-leave = Выйти
challenge-joined = Вы участвуете. Таблица обновится в течение минуты.
challenge-left = Вы вышли. Таблица обновится в течение минуты.
challenge-outside = Вы не участвуете
challenge-gone = Этот челлендж закончился
challenge-going = Здесь уже идёт челлендж
challenge-full = Больше { $limit }~человек таблица не вмещает
challenge-too-many = Вы уже участвуете в { $limit }~челленджах. Сначала выйдите из одного.
challenge-stranger = Сначала напишите мне лично
challenge-hello = 👋 Теперь мы знакомы. Чтобы участвовать, вернитесь в группу и ещё раз нажмите «Участвую».

    Тренировки записывайте здесь: <code>Жим лёжа 80x5</code>. Что ещё я умею: /help
