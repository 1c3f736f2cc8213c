"""Exercises of the chest, the back and the shoulders."""

TABLES = {
    "chest": """
barbell bench_press | Жим лёжа | Bench press
    жим, жим штанги лёжа, жим лёжа штанги, лёжа жим, bench, barbell bench press, flat bench, bench presses, bp
barbell incline_bench_press | Жим на наклонной скамье | Incline bench press
    наклонный жим, жим под углом, жим штанги под углом, жим штанги на наклонной, incline bench, incline press, incline barbell press
barbell decline_bench_press | Жим головой вниз | Decline bench press
    жим вниз головой, жим с отрицательным наклоном, decline bench, decline press, decline barbell press
barbell close_grip_bench_press | Жим узким хватом | Close-grip bench press
    жим лёжа узким хватом, узкий жим, жим узко, close grip bench, close grip press, cgbp, narrow bench press
barbell wide_grip_bench_press | Жим лёжа широким хватом | Wide-grip bench press
    жим широким хватом, широкий жим, wide grip bench, wide bench press
barbell pause_bench_press | Жим лёжа с паузой | Paused bench press
    жим с паузой, соревновательный жим, pause bench, paused bench, pause bench press, competition bench press
barbell spoto_press | Жим Спото | Spoto press
    жим спото лёжа, спото, spoto, spoto bench press
barbell board_press | Жим с бруска | Board press
    жим с доски, дожим лёжа, board bench press, two board press
barbell floor_press | Жим с пола | Floor press
    жим лёжа с пола, жим штанги с пола, barbell floor press
barbell larsen_press | Жим Ларсена | Larsen press
    жим лёжа с прямыми ногами, жим без ног, larsen bench press, legs up bench press
dumbbell dumbbell_bench_press | Жим гантелей лёжа | Dumbbell bench press
    жим гантелей, жим лёжа с гантелями, жим лёжа гантелей, гантели лёжа, dumbbell press, db bench, db bench press, dumbbell bench
dumbbell incline_dumbbell_press | Жим гантелей на наклонной скамье | Incline dumbbell press
    жим гантелей под углом, наклонный жим гантелей, жим гантелей на наклонной, incline db press, incline dumbbell bench press, incline dumbbell bench
dumbbell decline_dumbbell_press | Жим гантелей головой вниз | Decline dumbbell press
    жим гантелей вниз головой, decline db press, decline dumbbell bench press
dumbbell dumbbell_floor_press | Жим гантелей с пола | Dumbbell floor press
    жим гантелей на полу, db floor press
dumbbell squeeze_press | Жим гантелей вместе | Squeeze press
    сжимающий жим, hex press, champagne press
dumbbell dumbbell_fly | Разводка гантелей лёжа | Dumbbell fly
    разводка, разводка лёжа, разведение гантелей лёжа, разведения лёжа, dumbbell flyes, dumbbell flies, db fly, chest fly, flyes
dumbbell incline_dumbbell_fly | Разводка на наклонной скамье | Incline dumbbell fly
    разводка под углом, разводка гантелей под углом, разведение гантелей под углом, incline fly, incline flyes, incline db fly
dumbbell dumbbell_pullover | Пуловер с гантелью | Dumbbell pullover
    пуловер, пулловер, пуловер лёжа, pullover, db pullover
machine chest_press_machine | Жим от груди в тренажёре | Chest press machine
    жим в тренажёре, жим от груди, жим сидя от груди, хаммер на грудь, chest press, machine chest press, machine press, hammer strength press
machine incline_chest_press_machine | Жим вверх в тренажёре на грудь | Incline chest press machine
    наклонный хаммер, жим в хаммере под углом, incline machine press, hammer incline press
machine smith_bench_press | Жим лёжа в Смите | Smith machine bench press
    жим в смите, жим смит, смит лёжа, smith bench, smith bench press, smith press
machine smith_incline_press | Жим под углом в Смите | Smith machine incline press
    наклонный жим в смите, жим в смите под углом, smith incline, smith incline bench press, incline smith press
machine pec_deck | Бабочка | Pec deck
    сведение рук в тренажёре, сведения в бабочке, сведение в тренажёре, баттерфляй, пек дек, butterfly, pec dec, pec fly, machine fly, chest fly machine
machine cable_crossover | Кроссовер на грудь | Cable crossover
    кроссовер, сведение рук в кроссовере, сведение в кроссовере, сведения в кроссовере, crossover, cable fly, cable flyes, cable crossovers, cable chest fly
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
    отжимания на брусьях, отжимания от брусьев, брусья отжимания, отжимания брусья, dips, parallel bar dip, parallel bar dips, chest dip, chest dips, bar dips
bodyweight ring_dip | Отжимания на кольцах в упоре | Ring dip
    кольца упор, брусья на кольцах, ring dips
assisted assisted_dip | Брусья в гравитроне | Assisted dip
    отжимания в гравитроне, гравитрон брусья, брусья с помощью, брусья с резиной, assisted dips, machine assisted dip, band assisted dip
""",
    "back": """
barbell deadlift | Становая тяга | Deadlift
    становая, тяга, классическая тяга, станова, становая классика, тяга классика, deadlifts, conventional deadlift, dl, dead lift
barbell sumo_deadlift | Тяга сумо | Sumo deadlift
    сумо, становая сумо, становая тяга сумо, sumo, sumo deadlifts, sumo dl
barbell deficit_deadlift | Тяга из ямы | Deficit deadlift
    становая из ямы, становая тяга из ямы, тяга с подставки, deficit dl, deficit deadlifts
barbell rack_pull | Тяга с плинтов | Rack pull
    становая с плинтов, тяга с ограничителей, тяга в раме, частичная становая, rack pulls, block pull, block pulls
barbell pause_deadlift | Становая с паузой | Paused deadlift
    тяга с паузой, становая тяга с паузой, pause deadlift, pause deadlifts
barbell trap_bar_deadlift | Тяга с трэп-грифом | Trap bar deadlift
    трэп гриф, трап гриф, становая с трэп грифом, тяга трэп грифа, тяга с гексагональным грифом, trap bar, hex bar deadlift, trap bar dl
barbell barbell_row | Тяга штанги в наклоне | Barbell row
    тяга в наклоне, тяга к поясу, тяга штанги к поясу, тяга штанги, bent over row, bent over barbell row, barbell rows, bb row, row, rows
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
    наклоны, гудмонинг, гуд монинг, доброе утро, наклоны со штангой на плечах, good mornings
barbell barbell_shrug | Шраги со штангой | Barbell shrug
    шраги, шраги штанга, шраги со штангой стоя, shrug, shrugs, barbell shrugs, bb shrug
dumbbell dumbbell_shrug | Шраги с гантелями | Dumbbell shrug
    шраги гантели, шраги гантелями, dumbbell shrugs, db shrug, db shrugs
machine machine_shrug | Шраги в тренажёре | Machine shrug
    шраги в смите, шраги смит, machine shrugs, smith shrug, smith shrugs
dumbbell dumbbell_row | Тяга гантели в наклоне | Dumbbell row
    тяга гантели, тяга гантели одной рукой, тяга гантели к поясу, тяга одной рукой, dumbbell rows, db row, db rows, one arm row, one arm dumbbell row, single arm row, kroc row
dumbbell two_dumbbell_row | Тяга гантелей в наклоне | Bent-over dumbbell row
    тяга двух гантелей, тяга гантелей к поясу, two dumbbell row, bent over db row
dumbbell chest_supported_row | Тяга гантелей с упором грудью | Chest-supported row
    тяга гантелей на наклонной скамье, тяга с упором грудью, тяга лёжа на наклонной, chest supported rows, incline dumbbell row, chest supported dumbbell row
dumbbell dumbbell_deadlift | Становая тяга с гантелями | Dumbbell deadlift
    становая с гантелями, тяга с гантелями, db deadlift, db dl
machine lat_pulldown | Тяга верхнего блока | Lat pulldown
    верхний блок, тяга сверху, верхняя тяга, тяга верхнего блока к груди, вертикальная тяга, тяга вертикального блока, pulldown, pulldowns, lat pulldowns, lat pull down, cable pulldown
machine close_grip_pulldown | Тяга верхнего блока узким хватом | Close-grip lat pulldown
    верхний блок узким хватом, верхний блок узко, верхняя тяга узким хватом, close grip pulldown, v bar pulldown
machine reverse_grip_pulldown | Тяга верхнего блока обратным хватом | Reverse-grip lat pulldown
    верхний блок обратным хватом, верхняя тяга обратным хватом, reverse grip pulldown, underhand pulldown
machine behind_neck_pulldown | Тяга верхнего блока за голову | Behind-the-neck pulldown
    верхний блок за голову, тяга за голову, behind neck pulldown
machine one_arm_pulldown | Тяга верхнего блока одной рукой | One-arm lat pulldown
    верхний блок одной рукой, вертикальная тяга одной рукой, one arm pulldown, single arm pulldown, single arm lat pulldown
machine straight_arm_pulldown | Пуловер в блоке | Straight-arm pulldown
    пуловер на блоке, тяга прямыми руками, пуловер стоя, пуловер в кроссовере, straight arm pulldowns, cable pullover, lat pushdown, stiff arm pulldown
machine machine_pullover | Пуловер в тренажёре | Machine pullover
    тренажёр пуловер, pullover machine, nautilus pullover
machine seated_cable_row | Тяга нижнего блока | Seated cable row
    нижний блок, горизонтальная тяга, тяга горизонтального блока, тяга блока к поясу, горизонтальный блок, тяга нижнего блока к поясу, cable row, cable rows, seated row, seated rows, low row
machine wide_cable_row | Тяга нижнего блока широким хватом | Wide-grip cable row
    нижний блок широким хватом, горизонтальная тяга широким хватом, wide grip row, wide cable row
machine one_arm_cable_row | Тяга блока одной рукой | One-arm cable row
    нижний блок одной рукой, горизонтальная тяга одной рукой, single arm cable row
machine machine_row | Тяга в тренажёре | Machine row
    рычажная тяга, тяга в хаммере, хаммер на спину, тяга хаммера, тяга в рычажном тренажёре, row machine, hammer row, hammer strength row, iso row
machine machine_t_bar_row | Тяга Т-грифа с упором | Chest-supported T-bar row
    т гриф с упором, тяга т грифа лёжа, machine t bar row
machine smith_row | Тяга в наклоне в Смите | Smith machine row
    тяга в смите, тяга смит, smith row, smith bent over row
bodyweight pull_up | Подтягивания | Pull-up
    подтягивание, подтяг, подтяги, подтянуться, турник, подтягивания на турнике, подтягивания широким хватом, pull ups, pullups, wide grip pull up, wide grip pull ups
bodyweight chin_up | Подтягивания обратным хватом | Chin-up
    обратные подтягивания, подтягивание обратным хватом, подтягивания обратный хват, chin ups, chins, chin
bodyweight neutral_pull_up | Подтягивания нейтральным хватом | Neutral-grip pull-up
    подтягивания параллельным хватом, подтягивания узким хватом, neutral grip pull ups, hammer grip pull up
bodyweight inverted_row | Австралийские подтягивания | Inverted row
    горизонтальные подтягивания, подтягивания на низкой перекладине, подтягивания лёжа, inverted rows, australian pull up, australian pull ups, body row
bodyweight ring_row | Тяга на кольцах | Ring row
    подтягивания на кольцах лёжа, тяга в петлях, ring rows, trx row, trx rows
bodyweight back_extension | Гиперэкстензия | Back extension
    гипер, гипера, гиперэкстензии, экстензия, разгибание спины, back extensions, hyperextension, hyperextensions, hypers, roman chair
bodyweight superman | Супермен | Superman
    лодочка, супермен на полу, supermans
bodyweight scapular_pull_up | Лопаточные подтягивания | Scapular pull-up
    подтягивания лопатками, scap pull up, scap pull ups, scapular pull ups
assisted assisted_pull_up | Подтягивания в гравитроне | Assisted pull-up
    гравитрон, подтягивания с резиной, подтягивания с помощью, подтягивания с резинкой, assisted pull ups, assisted chin up, assisted pullup machine, band assisted pull up, gravitron
machine reverse_hyper | Обратная гиперэкстензия | Reverse hyperextension
    обратный гипер, обратные гиперэкстензии, reverse hyper, reverse hypers, reverse hyperextensions
timed dead_hang | Вис на турнике | Dead hang
    вис, висы, вис на перекладине, bar hang, hang, hanging
""",
    "shoulders": """
barbell overhead_press | Жим стоя | Overhead press
    армейский жим, жим штанги стоя, жим над головой, армейка, жим с груди стоя, ohp, press, military press, standing press, shoulder press, overhead presses, strict press
barbell seated_overhead_press | Жим штанги сидя | Seated overhead press
    жим сидя, жим с груди сидя, армейский жим сидя, seated press, seated barbell press, seated military press, seated ohp
barbell behind_neck_press | Жим из-за головы | Behind-the-neck press
    жим штанги из за головы, жим за голову, жим сидя из за головы, behind neck press, btn press
barbell push_press | Жимовой швунг | Push press
    швунг, швунг жимовой, толчковый жим, push presses
barbell z_press | Жим сидя на полу | Z press
    зет жим, жим z, z presses
barbell landmine_press | Жим лэндмайн | Landmine press
    жим т грифа одной рукой, лэндмайн, лендмайн, landmine, landmine presses
barbell upright_row | Тяга к подбородку | Upright row
    протяжка, протяжка со штангой, тяга штанги к подбородку, upright rows, barbell upright row
barbell barbell_front_raise | Подъём штанги перед собой | Barbell front raise
    штанга перед собой, barbell front raises
dumbbell dumbbell_shoulder_press | Жим гантелей сидя | Dumbbell shoulder press
    жим гантелей над головой, гантели сидя, жим гантелей вверх, dumbbell overhead press, db shoulder press, seated dumbbell press, seated db press, db ohp, db press
dumbbell standing_dumbbell_press | Жим гантелей стоя | Standing dumbbell press
    гантели стоя, армейский жим гантелей, standing db press, standing dumbbell shoulder press
dumbbell one_arm_dumbbell_press | Жим гантели одной рукой | One-arm dumbbell press
    жим гантели стоя, жим одной рукой, one arm press, single arm press, single arm dumbbell press
dumbbell arnold_press | Жим Арнольда | Arnold press
    арнольд, жим арнольд, жим гантелей арнольда, arnold, arnold presses, arnolds
dumbbell lateral_raise | Махи гантелями в стороны | Lateral raise
    махи, махи в стороны, махи гантелями, разведение гантелей стоя, разводка стоя, подъём гантелей в стороны, махи стоя, lateral raises, lat raise, lat raises, side raise, side raises, dumbbell lateral raise, side lateral
dumbbell seated_lateral_raise | Махи в стороны сидя | Seated lateral raise
    махи сидя, махи гантелями сидя, разведение гантелей сидя, seated lateral raises
dumbbell front_raise | Махи гантелями вперёд | Front raise
    махи вперёд, махи перед собой, подъём гантелей перед собой, подъём перед собой, махи гантелями перед собой, front raises, dumbbell front raise, db front raise
dumbbell rear_delt_fly | Махи в наклоне | Rear delt fly
    махи гантелями в наклоне, разводка в наклоне, разведение гантелей в наклоне, задняя дельта, махи на заднюю дельту, rear delt flyes, rear delt raise, bent over lateral raise, bent over fly, reverse fly, rear delts
dumbbell dumbbell_upright_row | Тяга гантелей к подбородку | Dumbbell upright row
    протяжка с гантелями, гантели к подбородку, db upright row
dumbbell cuban_press | Кубинский жим | Cuban press
    кубинская ротация, cuban rotation, cuban presses
machine machine_shoulder_press | Жим на плечи в тренажёре | Machine shoulder press
    жим вверх в тренажёре, жим сидя в тренажёре, хаммер на плечи, shoulder press machine, machine overhead press
machine smith_shoulder_press | Жим сидя в Смите | Smith machine shoulder press
    жим стоя в смите, смит сидя, жим на плечи в смите, smith shoulder press, smith overhead press, smith ohp
machine machine_lateral_raise | Махи в тренажёре | Machine lateral raise
    отведение рук в тренажёре, дельта машина, махи в стороны в тренажёре, lateral raise machine, machine lateral raises
machine cable_lateral_raise | Махи в кроссовере | Cable lateral raise
    махи на блоке, махи в стороны на блоке, махи с нижнего блока, махи в блоке, cable lateral raises, cable side raise
machine reverse_pec_deck | Обратная бабочка | Reverse pec deck
    задняя дельта в тренажёре, разведения в тренажёре, разведение рук в тренажёре, обратные разведения, reverse pec dec, rear delt machine, reverse machine fly, machine rear delt fly
machine cable_rear_delt_fly | Разведение в кроссовере на заднюю дельту | Cable rear delt fly
    задняя дельта в кроссовере, обратный кроссовер, разведение в кроссовере, cable reverse fly, reverse cable crossover
machine face_pull | Тяга к лицу | Face pull
    тяга каната к лицу, фейспул, фейс пул, тяга верхнего блока к лицу, face pulls, facepull, facepulls
machine cable_front_raise | Подъём рук вперёд на блоке | Cable front raise
    махи вперёд на блоке, махи перед собой на блоке, cable front raises
machine cable_upright_row | Тяга блока к подбородку | Cable upright row
    протяжка на блоке, протяжка в кроссовере, cable upright rows
machine external_rotation | Наружная ротация плеча | External rotation
    внешняя ротация, наружное вращение плеча, ротация плеча наружу, ротация плеча, ротация наружу, cable external rotation, external rotations
machine internal_rotation | Внутренняя ротация плеча | Internal rotation
    внутренняя ротация, внутреннее вращение плеча, ротация плеча внутрь, ротация внутрь, cable internal rotation, internal rotations
bodyweight pike_push_up | Отжимания уголком | Pike push-up
    отжимания домиком, отжимания щучкой, pike push ups
bodyweight handstand_push_up | Отжимания в стойке на руках | Handstand push-up
    отжимания вниз головой, отжимания в стойке, handstand push ups, hspu
timed handstand | Стойка на руках | Handstand
    стойка на руках у стены, handstand hold, wall handstand
other band_pull_apart | Растягивание резины перед собой | Band pull-apart
    разведение резины, растяжка резинки, разведение резинки, band pull aparts, pull apart, pull aparts
""",
}
