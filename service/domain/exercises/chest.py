"""Exercises of the chest."""

TABLES = {
    "chest": """
barbell bench_press | Жим лёжа | Bench press
    жим, жим штанги лёжа, жим лёжа штанги, лёжа жим, bench, barbell bench press, flat bench,
    bench presses, bp
barbell incline_bench_press | Жим на наклонной скамье | Incline bench press
    наклонный жим, жим под углом, жим штанги под углом, жим штанги на наклонной, incline bench,
    incline press, incline barbell press
barbell decline_bench_press | Жим головой вниз | Decline bench press
    жим вниз головой, жим с отрицательным наклоном, decline bench, decline press, decline
    barbell press
barbell close_grip_bench_press | Жим узким хватом | Close-grip bench press
    жим лёжа узким хватом, узкий жим, жим узко, close grip bench, close grip press, cgbp, narrow
    bench press
barbell wide_grip_bench_press | Жим лёжа широким хватом | Wide-grip bench press
    жим широким хватом, широкий жим, wide grip bench, wide bench press
barbell pause_bench_press | Жим лёжа с паузой | Paused bench press
    жим с паузой, соревновательный жим, pause bench, paused bench, pause bench press,
    competition bench press
barbell spoto_press | Жим Спото | Spoto press
    жим спото лёжа, спото, spoto, spoto bench press
barbell board_press | Жим с бруска | Board press
    жим с доски, дожим лёжа, board bench press, two board press
barbell floor_press | Жим с пола | Floor press
    жим лёжа с пола, жим штанги с пола, barbell floor press
barbell larsen_press | Жим Ларсена | Larsen press
    жим лёжа с прямыми ногами, жим без ног, larsen bench press, legs up bench press
dumbbell dumbbell_bench_press | Жим гантелей лёжа | Dumbbell bench press
    жим гантелей, жим лёжа с гантелями, жим лёжа гантелей, гантели лёжа, dumbbell press, db
    bench, db bench press, dumbbell bench
dumbbell incline_dumbbell_press | Жим гантелей на наклонной скамье | Incline dumbbell press
    жим гантелей под углом, наклонный жим гантелей, жим гантелей на наклонной, incline db press,
    incline dumbbell bench press, incline dumbbell bench
dumbbell decline_dumbbell_press | Жим гантелей головой вниз | Decline dumbbell press
    жим гантелей вниз головой, decline db press, decline dumbbell bench press
dumbbell dumbbell_floor_press | Жим гантелей с пола | Dumbbell floor press
    жим гантелей на полу, db floor press
dumbbell squeeze_press | Жим гантелей вместе | Squeeze press
    сжимающий жим, hex press, champagne press
dumbbell dumbbell_fly | Разводка гантелей лёжа | Dumbbell fly
    разводка, разводка лёжа, разведение гантелей лёжа, разведения лёжа, dumbbell flyes, dumbbell
    flies, db fly, chest fly, flyes
dumbbell incline_dumbbell_fly | Разводка на наклонной скамье | Incline dumbbell fly
    разводка под углом, разводка гантелей под углом, разведение гантелей под углом, incline fly,
    incline flyes, incline db fly
dumbbell dumbbell_pullover | Пуловер с гантелью | Dumbbell pullover
    пуловер, пулловер, пуловер лёжа, pullover, db pullover
machine chest_press_machine | Жим от груди в тренажёре | Chest press machine
    жим в тренажёре, жим от груди, жим сидя от груди, хаммер на грудь, chest press, machine
    chest press, machine press, hammer strength press
machine incline_chest_press_machine | Жим вверх в тренажёре на грудь | Incline chest press machine
    наклонный хаммер, жим в хаммере под углом, incline machine press, hammer incline press
machine smith_bench_press | Жим лёжа в Смите | Smith machine bench press
    жим в смите, жим смит, смит лёжа, smith bench, smith bench press, smith press
machine smith_incline_press | Жим под углом в Смите | Smith machine incline press
    наклонный жим в смите, жим в смите под углом, smith incline, smith incline bench press,
    incline smith press
machine pec_deck | Сведение рук в бабочке | Pec deck
    бабочка, сведение рук в тренажёре, сведения в бабочке, сведение в тренажёре, баттерфляй, пек
    дек, butterfly, pec dec, pec fly, machine fly, chest fly machine
machine cable_crossover | Кроссовер на грудь | Cable crossover
    кроссовер, сведение рук в кроссовере, сведение в кроссовере, сведения в кроссовере,
    crossover, cable fly, cable flyes, cable crossovers, cable chest fly
machine low_cable_fly | Сведение в кроссовере снизу | Low-to-high cable fly
    кроссовер снизу, кроссовер снизу вверх, low cable crossover, low cable fly, low to high fly
bodyweight push_up | Отжимания | Push-up
    отжимание, отжимания от пола, отжаться, отжимы, push ups, press up, press ups
bodyweight wide_push_up | Отжимания широким хватом | Wide push-up
    широкие отжимания, отжимания широко, wide push ups
bodyweight incline_push_up | Отжимания от скамьи | Incline push-up
    отжимания от лавки, отжимания с возвышения, отжимания от опоры, incline push ups
bodyweight decline_push_up | Отжимания с ногами на скамье | Decline push-up
    отжимания ноги на скамье, отжимания с поднятыми ногами, decline push ups
bodyweight ring_push_up | Отжимания на кольцах | Ring push-up
    отжимания в петлях, кольца отжимания, ring push ups
bodyweight dip | Брусья | Dip
    отжимания на брусьях, отжимания от брусьев, брусья отжимания, отжимания брусья, dips,
    parallel bar dip, parallel bar dips, chest dip, chest dips, bar dips
bodyweight ring_dip | Брусья на кольцах | Ring dip
    отжимания на кольцах в упоре, ring dips
assisted assisted_dip | Брусья в гравитроне | Assisted dip
    отжимания в гравитроне, гравитрон брусья, брусья с помощью, брусья с резиной, assisted dips,
    machine assisted dip, band assisted dip
""",
}
