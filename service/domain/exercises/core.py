"""Exercises of the core."""

TABLES = {
    "core": """
bodyweight crunch | Скручивания | Crunch
    скручивание, пресс, скручивания на полу, скручивания лёжа, пресс на полу, crunches, abs, ab
    crunch, ab crunches
bodyweight decline_crunch | Скручивания на наклонной скамье | Decline crunch
    пресс на скамье, пресс на наклонной скамье, скручивания на скамье, пресс на римском стуле,
    decline crunches, decline sit up, decline sit ups
bodyweight reverse_crunch | Обратные скручивания | Reverse crunch
    обратное скручивание, подъём таза на пресс, reverse crunches
bodyweight oblique_crunch | Косые скручивания | Oblique crunch
    боковые скручивания, скручивания на косые, скручивания вбок, oblique crunches, side crunch,
    side crunches
bodyweight bicycle_crunch | Велосипед на пресс | Bicycle crunch
    велосипед, скручивания велосипед, bicycle crunches, bicycles
bodyweight sit_up | Подъём корпуса | Sit-up
    подъёмы корпуса, подъём туловища, подъёмы туловища, пресс подъём корпуса, ситап, ситапы, sit
    ups
bodyweight hanging_leg_raise | Подъём ног в висе | Hanging leg raise
    подъёмы ног в висе, пресс в висе, ноги в висе, подъём ног на турнике, пресс на турнике,
    hanging leg raises, leg raise hanging
bodyweight hanging_knee_raise | Подъём коленей в висе | Hanging knee raise
    подъём колен в висе, колени в висе, подъёмы коленей в висе, hanging knee raises, knee raise,
    knee raises, knees to chest
bodyweight toes_to_bar | Носки к перекладине | Toes-to-bar
    носки к турнику, ноги к перекладине, подъём носков к перекладине, toe to bar, ttb, t2b
bodyweight captains_chair_leg_raise | Подъём ног в упоре | Captain's chair leg raise
    подъём ног на брусьях, пресс на брусьях, уголок в упоре, captains chair, captain chair leg
    raises
bodyweight lying_leg_raise | Подъём ног лёжа | Lying leg raise
    подъёмы ног лёжа, подъём ног, подъёмы ног, leg raise, leg raises, lying leg raises
bodyweight v_up | Складка | V-up
    книжка, складка на пресс, пресс книжка, v ups, jackknife, jackknives
bodyweight russian_twist | Русские скручивания | Russian twist
    русский твист, твист, скручивания сидя, повороты корпуса сидя, russian twists
bodyweight ab_wheel | Ролик для пресса | Ab wheel rollout
    ролик, колесо, колесо для пресса, выкаты, пресс с роликом, выкаты с роликом, ab wheel, ab
    wheels, ab rollout, rollout, rollouts, ab roller
bodyweight dead_bug | Мёртвый жук | Dead bug
    жук, дэд баг, dead bugs
bodyweight bird_dog | Птица-собака | Bird dog
    охотничья собака, бёрд дог, bird dogs
bodyweight dragon_flag | Флаг дракона | Dragon flag
    драконий флаг, флаг брюса ли, dragon flags
bodyweight flutter_kick | Ножницы ногами лёжа | Flutter kick
    ножницы на пресс, махи ногами лёжа, flutter kicks, scissor kick, scissor kicks
bodyweight heel_touch | Касания пяток | Heel touch
    касание пяток лёжа, heel touches, heel taps
bodyweight windshield_wiper | Дворники | Windshield wiper
    дворники в висе, windshield wipers, wipers
machine cable_crunch | Скручивания на верхнем блоке | Cable crunch
    молитва, скручивания на блоке, пресс на блоке, скручивания в блоке, молитва на пресс, cable
    crunches, kneeling cable crunch
machine machine_crunch | Пресс в тренажёре | Machine crunch
    скручивания в тренажёре, тренажёр на пресс, machine crunches, ab machine, crunch machine
machine cable_woodchop | Дровосек | Cable woodchop
    дровосек на блоке, дровосек в кроссовере, рубка дров, woodchop, woodchops, cable
    woodchopper, wood chopper
machine pallof_press | Жим Паллофа | Pallof press
    паллоф, палоф, жим паллофа на блоке, pallof, pallof presses
machine torso_rotation | Повороты корпуса в тренажёре | Torso rotation
    твистер, ротация корпуса, повороты корпуса, torso rotations, rotary torso
dumbbell side_bend | Наклоны в стороны | Side bend
    боковые наклоны, наклоны вбок, наклоны в стороны с гантелью, side bends, dumbbell side bend
timed plank | Планка | Plank
    планка на локтях, планки, статика планка, прямая планка, planks, front plank, forearm plank
timed side_plank | Боковая планка | Side plank
    планка боковая, планка на боку, side planks
timed rkc_plank | Планка с напряжением | RKC plank
    ркс планка, жёсткая планка, hardstyle plank
timed hollow_hold | Лодочка на спине | Hollow hold
    холлоу, удержание лодочки, лодочка на пресс, hollow body hold, hollow body, hollow holds
timed l_sit | Уголок | L-sit
    удержание уголка, уголок на брусьях, уголок на турнике, l sits, l hang
timed vacuum | Вакуум живота | Stomach vacuum
    вакуум, stomach vacuums, vacuum
timed mountain_climber | Скалолаз | Mountain climber
    альпинист, бег в упоре лёжа, скалолазы, mountain climbers
timed copenhagen_plank | Копенгагенская планка | Copenhagen plank
    копенгаген, планка копенгаген, copenhagen, copenhagen planks
""",
}
