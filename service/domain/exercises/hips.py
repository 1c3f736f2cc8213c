"""Exercises of the glutes and the calves."""

TABLES = {
    "glutes": """
barbell hip_thrust | Ягодичный мост со штангой | Hip thrust
    ягодичный мост, мост со штангой, мост, хип траст, мостик ягодичный, hip thrusts, barbell hip
    thrust, barbell hip thrusts
barbell barbell_glute_bridge | Ягодичный мост со штангой на полу | Barbell glute bridge
    мост со штангой на полу, barbell glute bridges
bodyweight glute_bridge | Ягодичный мостик без веса | Glute bridge
    мост без веса, ягодичный мост без веса, подъём таза, glute bridges, hip raise, hip raises,
    bridge
bodyweight single_leg_glute_bridge | Ягодичный мост на одной ноге | Single-leg glute bridge
    мост на одной ноге, single leg hip thrust, single leg glute bridges
machine machine_hip_thrust | Ягодичный мост в тренажёре | Hip thrust machine
    мост в тренажёре, мост в смите, ягодичный мост в смите, machine hip thrust, smith hip thrust
machine hip_abduction | Разведение ног в тренажёре | Hip abduction
    разведение ног, разведения ног, разведение ног сидя, abduction, abductor, abductors,
    abductor machine, hip abductions
machine hip_adduction | Сведение ног в тренажёре | Hip adduction
    сведение ног, сведения ног, сведение ног сидя, приводящие, adduction, adductor, adductors,
    adductor machine, hip adductions
machine cable_glute_kickback | Отведение ноги назад на блоке | Cable glute kickback
    отведение ноги назад, махи ногой назад, махи ногой на блоке, отведение ноги в кроссовере,
    cable kickback, cable kickbacks, glute kickback, glute kickbacks, donkey kick
machine machine_glute_kickback | Отведение ноги назад в тренажёре | Glute kickback machine
    тренажёр для ягодиц, махи назад в тренажёре, glute machine, machine glute kickback
machine cable_hip_abduction | Отведение ноги в сторону на блоке | Cable hip abduction
    отведение ноги в сторону, махи ногой в сторону, отведение бедра, cable abduction, cable hip
    abductions
machine cable_pull_through | Протяжка блока между ног | Cable pull-through
    пул сру, протяжка между ног, тяга блока между ног, pull through, pull throughs, cable pull
    throughs
other kettlebell_swing | Махи гирей | Kettlebell swing
    гиря махи, свинги, свинг, свинги с гирей, махи гирей двумя руками, kettlebell swings, kb
    swing, kb swings, swing, swings, russian swing
bodyweight frog_pump | Лягушка для ягодиц | Frog pump
    лягушка, мост лягушка, frog pumps
other band_walk | Ходьба с резинкой | Banded walk
    ходьба с резиной, шаги с резинкой, приставные шаги с резинкой, band walk, band walks,
    monster walk, monster walks
""",
    "calves": """
machine standing_calf_raise | Подъём на носки стоя | Standing calf raise
    икры, икры стоя, подъём на носки, подъёмы на носки, подъём на носки в тренажёре, голень,
    голень стоя, calf raise, calf raises, calves, standing calf raises
machine seated_calf_raise | Подъём на носки сидя | Seated calf raise
    икры сидя, голень сидя, подъёмы на носки сидя, seated calf raises, seated calves, soleus
    raise
machine leg_press_calf_raise | Икры в жиме ногами | Leg press calf raise
    икры на платформе, носки в жиме ногами, носки в платформе, calf press, leg press calf
    raises, calf press on leg press
machine donkey_calf_raise | Подъём на носки «ослик» | Donkey calf raise
    подъём на носки в наклоне, ослик, икры ослик, donkey calf raises
machine smith_calf_raise | Подъём на носки в Смите | Smith machine calf raise
    икры в смите, smith calf raise, smith calf raises
barbell barbell_calf_raise | Подъём на носки со штангой | Barbell calf raise
    икры со штангой, подъёмы на носки со штангой, barbell calf raises
dumbbell dumbbell_calf_raise | Подъём на носки с гантелями | Dumbbell calf raise
    икры с гантелями, подъёмы на носки с гантелями, dumbbell calf raises, db calf raise
bodyweight bodyweight_calf_raise | Подъём на носки без веса | Bodyweight calf raise
    икры без веса, подъёмы на носки без веса, bodyweight calf raises
bodyweight single_leg_calf_raise | Подъём на носок одной ногой | Single-leg calf raise
    икры одной ногой, подъём на носки на одной ноге, single leg calf raises, one leg calf raise
other tibialis_raise | Подъём носков на себя | Tibialis raise
    передняя большеберцовая, тибиалис, подъём носков, tib raise, tib raises, tibialis raises
timed jump_rope | Скакалка | Jump rope
    прыжки на скакалке, прыжки со скакалкой, jumping rope, skipping rope, rope skipping, double
    unders
""",
}
