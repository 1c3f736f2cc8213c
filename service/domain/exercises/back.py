"""Exercises of the back."""

TABLES = {
    "back": """
barbell deadlift | Становая тяга | Deadlift
    становая, тяга, классическая тяга, станова, становая классика, тяга классика, deadlifts,
    conventional deadlift, dl
barbell sumo_deadlift | Тяга сумо | Sumo deadlift
    сумо, становая сумо, становая тяга сумо, sumo, sumo deadlifts, sumo dl
barbell deficit_deadlift | Тяга из ямы | Deficit deadlift
    становая из ямы, становая тяга из ямы, тяга с подставки, deficit dl, deficit deadlifts
barbell rack_pull | Тяга с плинтов | Rack pull
    становая с плинтов, тяга с ограничителей, тяга в раме, частичная становая, rack pulls, block
    pull, block pulls
barbell pause_deadlift | Становая с паузой | Paused deadlift
    тяга с паузой, становая тяга с паузой, pause deadlift, pause deadlifts
barbell trap_bar_deadlift | Тяга с трэп-грифом | Trap bar deadlift
    трэп гриф, трап гриф, становая с трэп грифом, тяга трэп грифа, тяга с гексагональным грифом,
    trap bar, hex bar deadlift, trap bar dl
barbell barbell_row | Тяга штанги в наклоне | Barbell row
    тяга в наклоне, тяга к поясу, тяга штанги к поясу, тяга штанги, bent over row, bent over
    barbell row, barbell rows, bb row, row, rows
barbell pendlay_row | Тяга Пендли | Pendlay row
    тяга пендлея, тяга пэндли, пендли, pendlay, pendlay rows
barbell yates_row | Тяга обратным хватом в наклоне | Yates row
    тяга йейтса, тяга ятса, обратная тяга в наклоне, reverse grip row, underhand row, yates rows
barbell seal_row | Тяга лёжа на скамье | Seal row
    тяга лёжа, тяга штанги лёжа на животе, seal rows, bench pull, prone row
barbell t_bar_row | Тяга Т-грифа | T-bar row
    тяга т грифа в наклоне, т гриф, тяга t грифа, t bar, t bar rows, landmine row
barbell meadows_row | Тяга Мэдоуза | Meadows row
    тяга медоуза, тяга т грифа одной рукой, meadows rows
barbell good_morning | Наклоны со штангой | Good morning
    наклоны, гудмонинг, доброе утро, наклоны со штангой на плечах, good mornings
barbell barbell_shrug | Шраги со штангой | Barbell shrug
    шраги, шраги штанга, шраги со штангой стоя, shrug, shrugs, barbell shrugs, bb shrug
dumbbell dumbbell_shrug | Шраги с гантелями | Dumbbell shrug
    шраги гантели, шраги гантелями, dumbbell shrugs, db shrug, db shrugs
machine machine_shrug | Шраги в тренажёре | Machine shrug
    шраги в смите, шраги смит, machine shrugs, smith shrug, smith shrugs
dumbbell dumbbell_row | Тяга гантели в наклоне | Dumbbell row
    тяга гантели, тяга гантели одной рукой, тяга гантели к поясу, тяга одной рукой, dumbbell
    rows, db row, db rows, one arm row, one arm dumbbell row, single arm row, kroc row
dumbbell two_dumbbell_row | Тяга гантелей в наклоне | Bent-over dumbbell row
    тяга двух гантелей, тяга гантелей к поясу, two dumbbell row, bent over db row
dumbbell chest_supported_row | Тяга гантелей с упором грудью | Chest-supported row
    тяга гантелей на наклонной скамье, тяга с упором грудью, тяга лёжа на наклонной, chest
    supported rows, incline dumbbell row, chest supported dumbbell row
dumbbell dumbbell_deadlift | Становая тяга с гантелями | Dumbbell deadlift
    становая с гантелями, тяга с гантелями, db deadlift, db dl
machine lat_pulldown | Тяга верхнего блока | Lat pulldown
    верхний блок, тяга сверху, верхняя тяга, тяга верхнего блока к груди, вертикальная тяга,
    тяга вертикального блока, pulldown, pulldowns, lat pulldowns, cable pulldown
machine close_grip_pulldown | Тяга верхнего блока узким хватом | Close-grip lat pulldown
    верхний блок узким хватом, верхний блок узко, верхняя тяга узким хватом, close grip
    pulldown, v bar pulldown
machine reverse_grip_pulldown | Тяга верхнего блока обратным хватом | Reverse-grip lat pulldown
    верхний блок обратным хватом, верхняя тяга обратным хватом, reverse grip pulldown, underhand
    pulldown
machine behind_neck_pulldown | Тяга верхнего блока за голову | Behind-the-neck pulldown
    верхний блок за голову, тяга за голову, behind neck pulldown
machine one_arm_pulldown | Тяга верхнего блока одной рукой | One-arm lat pulldown
    верхний блок одной рукой, вертикальная тяга одной рукой, one arm pulldown, single arm
    pulldown, single arm lat pulldown
machine straight_arm_pulldown | Пуловер в блоке | Straight-arm pulldown
    пуловер на блоке, тяга прямыми руками, пуловер стоя, пуловер в кроссовере, straight arm
    pulldowns, cable pullover, lat pushdown, stiff arm pulldown
machine machine_pullover | Пуловер в тренажёре | Machine pullover
    тренажёр пуловер, pullover machine, nautilus pullover
machine seated_cable_row | Тяга нижнего блока | Seated cable row
    нижний блок, горизонтальная тяга, тяга горизонтального блока, тяга блока к поясу,
    горизонтальный блок, тяга нижнего блока к поясу, cable row, cable rows, seated row, seated
    rows, low row
machine wide_cable_row | Тяга нижнего блока широким хватом | Wide-grip cable row
    нижний блок широким хватом, горизонтальная тяга широким хватом, wide grip row, wide cable
    row
machine one_arm_cable_row | Тяга блока одной рукой | One-arm cable row
    нижний блок одной рукой, горизонтальная тяга одной рукой, single arm cable row
machine machine_row | Тяга в тренажёре | Machine row
    рычажная тяга, тяга в хаммере, хаммер на спину, тяга хаммера, тяга в рычажном тренажёре, row
    machine, hammer row, hammer strength row, iso row
machine machine_t_bar_row | Тяга Т-грифа с упором | Chest-supported T-bar row
    т гриф с упором, тяга т грифа лёжа, machine t bar row
machine smith_row | Тяга в наклоне в Смите | Smith machine row
    тяга в смите, тяга смит, smith row, smith bent over row
bodyweight pull_up | Подтягивания | Pull-up
    подтягивание, подтяг, подтяги, подтянуться, турник, подтягивания на турнике, подтягивания
    широким хватом, pull ups, wide grip pull up, wide grip pull ups
bodyweight chin_up | Подтягивания обратным хватом | Chin-up
    обратные подтягивания, подтягивание обратным хватом, подтягивания обратный хват, chin ups,
    chins, chin
bodyweight neutral_pull_up | Подтягивания нейтральным хватом | Neutral-grip pull-up
    подтягивания параллельным хватом, подтягивания узким хватом, neutral grip pull ups, hammer
    grip pull up
bodyweight inverted_row | Австралийские подтягивания | Inverted row
    горизонтальные подтягивания, подтягивания на низкой перекладине, подтягивания лёжа, inverted
    rows, australian pull up, australian pull ups, body row
bodyweight ring_row | Тяга на кольцах | Ring row
    подтягивания на кольцах лёжа, тяга в петлях, ring rows, trx row, trx rows
bodyweight back_extension | Гиперэкстензия | Back extension
    гипер, гипера, гиперэкстензии, экстензия, разгибание спины, back extensions, hyperextension,
    hyperextensions, hypers, roman chair
bodyweight superman | Супермен | Superman
    лодочка, супермен на полу, supermans
bodyweight scapular_pull_up | Лопаточные подтягивания | Scapular pull-up
    подтягивания лопатками, scap pull up, scap pull ups, scapular pull ups
assisted assisted_pull_up | Подтягивания в гравитроне | Assisted pull-up
    гравитрон, подтягивания с резиной, подтягивания с помощью, подтягивания с резинкой, assisted
    pull ups, assisted chin up, assisted pullup machine, band assisted pull up, gravitron
machine reverse_hyper | Обратная гиперэкстензия | Reverse hyperextension
    обратный гипер, обратные гиперэкстензии, reverse hyper, reverse hypers, reverse
    hyperextensions
timed dead_hang | Вис на турнике | Dead hang
    вис, висы, вис на перекладине, bar hang, hang, hanging
""",
}
