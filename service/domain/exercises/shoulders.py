"""Exercises of the shoulders."""

TABLES = {
    "shoulders": """
barbell overhead_press | Жим стоя | Overhead press
    армейский жим, жим штанги стоя, жим над головой, армейка, жим с груди стоя, ohp, press,
    military press, standing press, shoulder press, overhead presses, strict press
barbell seated_overhead_press | Жим штанги сидя | Seated overhead press
    жим сидя, жим с груди сидя, армейский жим сидя, seated press, seated barbell press, seated
    military press, seated ohp
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
    жим гантелей над головой, гантели сидя, жим гантелей вверх, dumbbell overhead press, db
    shoulder press, seated dumbbell press, seated db press, db ohp, db press
dumbbell standing_dumbbell_press | Жим гантелей стоя | Standing dumbbell press
    гантели стоя, армейский жим гантелей, standing db press, standing dumbbell shoulder press
dumbbell one_arm_dumbbell_press | Жим гантели одной рукой | One-arm dumbbell press
    жим гантели стоя, жим одной рукой, one arm press, single arm press, single arm dumbbell
    press
dumbbell arnold_press | Жим Арнольда | Arnold press
    арнольд, жим арнольд, жим гантелей арнольда, arnold, arnold presses, arnolds
dumbbell lateral_raise | Махи гантелями в стороны | Lateral raise
    махи, махи в стороны, махи гантелями, разведение гантелей стоя, разводка стоя, подъём
    гантелей в стороны, махи стоя, lateral raises, lat raise, lat raises, side raise, side
    raises, dumbbell lateral raise, side lateral
dumbbell seated_lateral_raise | Махи в стороны сидя | Seated lateral raise
    махи сидя, махи гантелями сидя, разведение гантелей сидя, seated lateral raises
dumbbell front_raise | Махи гантелями вперёд | Front raise
    махи вперёд, махи перед собой, подъём гантелей перед собой, подъём перед собой, махи
    гантелями перед собой, front raises, dumbbell front raise, db front raise
dumbbell rear_delt_fly | Махи в наклоне | Rear delt fly
    махи гантелями в наклоне, разводка в наклоне, разведение гантелей в наклоне, задняя дельта,
    махи на заднюю дельту, rear delt flyes, rear delt raise, bent over lateral raise, bent over
    fly, reverse fly, rear delts
dumbbell dumbbell_upright_row | Тяга гантелей к подбородку | Dumbbell upright row
    протяжка с гантелями, гантели к подбородку, db upright row
dumbbell cuban_press | Кубинский жим | Cuban press
    кубинская ротация, cuban rotation, cuban presses
machine machine_shoulder_press | Жим на плечи в тренажёре | Machine shoulder press
    жим вверх в тренажёре, жим сидя в тренажёре, хаммер на плечи, shoulder press machine,
    machine overhead press
machine smith_shoulder_press | Жим сидя в Смите | Smith machine shoulder press
    жим стоя в смите, смит сидя, жим на плечи в смите, smith shoulder press, smith overhead
    press, smith ohp
machine machine_lateral_raise | Махи в тренажёре | Machine lateral raise
    отведение рук в тренажёре, дельта машина, махи в стороны в тренажёре, lateral raise machine,
    machine lateral raises
machine cable_lateral_raise | Махи в кроссовере | Cable lateral raise
    махи на блоке, махи в стороны на блоке, махи с нижнего блока, махи в блоке, cable lateral
    raises, cable side raise
machine reverse_pec_deck | Обратная бабочка | Reverse pec deck
    задняя дельта в тренажёре, разведения в тренажёре, разведение рук в тренажёре, обратные
    разведения, reverse pec dec, rear delt machine, reverse machine fly, machine rear delt fly
machine cable_rear_delt_fly | Разведение в кроссовере на заднюю дельту | Cable rear delt fly
    задняя дельта в кроссовере, обратный кроссовер, разведение в кроссовере, cable reverse fly,
    reverse cable crossover
machine face_pull | Тяга к лицу | Face pull
    тяга каната к лицу, фейспул, тяга верхнего блока к лицу, face pulls
machine cable_front_raise | Подъём рук вперёд на блоке | Cable front raise
    махи вперёд на блоке, махи перед собой на блоке, cable front raises
machine cable_upright_row | Тяга блока к подбородку | Cable upright row
    протяжка на блоке, протяжка в кроссовере, cable upright rows
machine external_rotation | Наружная ротация плеча | External rotation
    внешняя ротация, наружное вращение плеча, ротация плеча наружу, ротация плеча, ротация
    наружу, cable external rotation, external rotations
machine internal_rotation | Внутренняя ротация плеча | Internal rotation
    внутренняя ротация, внутреннее вращение плеча, ротация плеча внутрь, ротация внутрь, cable
    internal rotation, internal rotations
bodyweight pike_push_up | Отжимания уголком | Pike push-up
    отжимания домиком, отжимания щучкой, pike push ups
bodyweight handstand_push_up | Отжимания в стойке на руках | Handstand push-up
    отжимания вниз головой, отжимания в стойке, handstand push ups, hspu
timed handstand | Стойка на руках | Handstand
    стойка на руках у стены, handstand hold, wall handstand
other band_pull_apart | Растягивание резины перед собой | Band pull-apart
    разведение резины, растяжка резинки, разведение резинки, band pull aparts, pull apart, pull
    aparts
""",
}
