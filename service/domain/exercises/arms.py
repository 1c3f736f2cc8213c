"""Exercises of the arms."""

TABLES = {
    "biceps": """
barbell barbell_curl | Подъём штанги на бицепс | Barbell curl
    бицепс, бицепс штанга, бицепс со штангой, штанга на бицепс, сгибание рук со штангой, бицуха,
    curl, curls, barbell curls, bb curl, bicep curl, biceps curl, bicep curls, biceps
barbell ez_bar_curl | Подъём EZ-штанги на бицепс | EZ-bar curl
    бицепс ez гриф, изогнутый гриф на бицепс, бицепс изогнутый гриф, бицепс w гриф, ez curl, ez
    bar curls
barbell reverse_curl | Подъём на бицепс обратным хватом | Reverse curl
    обратный бицепс, бицепс обратным хватом, сгибания обратным хватом, reverse curls, reverse
    barbell curl
barbell preacher_curl | Скамья Скотта | Preacher curl
    бицепс на скамье скотта, скотт, бицепс скотта, сгибание на скамье скотта, скамья скота,
    preacher curls, scott curl
barbell drag_curl | Подъём штанги вдоль тела | Drag curl
    протяжка на бицепс, drag curls
barbell cheat_curl | Читинг на бицепс | Cheat curl
    бицепс с читингом, читинг бицепс, cheat curls
dumbbell dumbbell_curl | Подъём гантелей на бицепс | Dumbbell curl
    бицепс гантели, бицепс с гантелями, гантели на бицепс, сгибание рук с гантелями, dumbbell
    curls, db curl, db curls, dumbbell bicep curl, dumbbell biceps curl
dumbbell seated_dumbbell_curl | Подъём гантелей на бицепс сидя | Seated dumbbell curl
    бицепс сидя, бицепс гантели сидя, гантели на бицепс сидя, seated curl, seated db curl
dumbbell incline_dumbbell_curl | Подъём гантелей на наклонной скамье | Incline dumbbell curl
    бицепс на наклонной скамье, бицепс на наклонной, бицепс под углом, incline curl, incline
    curls, incline db curl
dumbbell hammer_curl | Молотки | Hammer curl
    молот, молоток, молотки с гантелями, молотковые сгибания, бицепс молотки, hammer curls,
    hammers, db hammer curl
dumbbell concentration_curl | Концентрированный подъём на бицепс | Concentration curl
    концентрированный бицепс, концентрированные сгибания, бицепс концентрированный,
    concentration curls
dumbbell zottman_curl | Подъём Зоттмана | Zottman curl
    зоттман, сгибания зоттмана, бицепс зоттмана, zottman, zottman curls
dumbbell spider_curl | Паучьи сгибания | Spider curl
    паук, бицепс паук, сгибания паук, spider curls
dumbbell dumbbell_preacher_curl | Скамья Скотта с гантелью | Dumbbell preacher curl
    скотт с гантелью, скотт гантель, db preacher curl, one arm preacher curl
machine cable_curl | Бицепс на нижнем блоке | Cable curl
    бицепс на блоке, бицепс в кроссовере, бицепс в блоке, сгибание рук на блоке, cable curls,
    cable bicep curl, cable biceps curl
machine cable_hammer_curl | Молотки с канатом | Cable hammer curl
    молотки на блоке, бицепс с канатом, канат на бицепс, rope curl, rope hammer curl, cable
    hammer curls
machine high_cable_curl | Бицепс на верхних блоках | High cable curl
    бицепс в кроссовере сверху, верхние блоки на бицепс, high cable curls
machine bayesian_curl | Сгибание рук спиной к блоку | Bayesian curl
    байесовские сгибания, байесовский бицепс, bayesian cable curl, bayesian curls
machine machine_curl | Бицепс в тренажёре | Machine curl
    тренажёр на бицепс, скотт в тренажёре, сгибание рук в тренажёре, machine bicep curl, machine
    curls, machine preacher curl, bicep curl machine
""",
    "triceps": """
barbell skull_crusher | Французский жим | Skull crusher
    французский жим лёжа, француз, французский, французский жим со штангой, skull crushers,
    lying triceps extension, lying tricep extension, french press
barbell seated_french_press | Французский жим сидя | Seated French press
    французский жим стоя, француз сидя, француз стоя, french press seated, standing french press
barbell jm_press | Жим Джея Эм | JM press
    жим jm, джей эм жим, jm presses
dumbbell overhead_triceps_extension | Французский жим с гантелью | Overhead triceps extension
    гантель из за головы, разгибание с гантелью из за головы, разгибание рук из за головы,
    трицепс из за головы, overhead tricep extension, overhead extension, overhead triceps,
    dumbbell triceps extension, db tricep extension
dumbbell dumbbell_skull_crusher | Французский жим с гантелями лёжа | Dumbbell skull crusher
    французский жим гантелей, француз с гантелями, db skull crusher, dumbbell skull crushers
dumbbell tate_press | Жим Тейта | Tate press
    тейт, тейт жим, tate presses
dumbbell triceps_kickback | Разгибание руки в наклоне | Triceps kickback
    кикбэк, кикбек, разгибание с гантелью в наклоне, отведение руки назад, tricep kickback,
    kickbacks, triceps kickbacks, tricep kickbacks
machine triceps_pushdown | Разгибание рук на блоке | Triceps pushdown
    трицепс, трицепс на блоке, разгибания на блоке, разгибание на трицепс, трицепс в блоке, жим
    блока вниз, трицуха, pushdown, pushdowns, tricep pushdown, triceps pushdowns, cable
    pushdown, tricep pushdowns, triceps
machine rope_pushdown | Разгибание рук с канатом | Rope pushdown
    трицепс с канатом, канат на трицепс, трицепс канат, разгибания с канатом, rope pushdowns,
    tricep rope, rope tricep pushdown, rope triceps pushdown
machine reverse_grip_pushdown | Разгибание рук на блоке обратным хватом | Reverse-grip pushdown
    трицепс обратным хватом, reverse grip pushdowns, underhand pushdown
machine one_arm_pushdown | Разгибание одной рукой на блоке | One-arm pushdown
    трицепс одной рукой, разгибание руки на блоке, single arm pushdown, one arm triceps pushdown
machine cable_overhead_extension | Разгибание рук с канатом из-за головы | Cable overhead extension
    канат из за головы, французский жим на блоке, трицепс на блоке из за головы, overhead cable
    extension, overhead rope extension, cable overhead triceps extension
machine machine_triceps_extension | Трицепс в тренажёре | Machine triceps extension
    тренажёр на трицепс, разгибание рук в тренажёре, triceps machine, tricep machine, machine
    tricep extension
machine machine_dip | Отжимания в тренажёре | Machine dip
    брусья в тренажёре, тренажёр брусья, жим вниз в тренажёре, machine dips, seated dip, seated
    dips, dip machine
bodyweight bench_dip | Обратные отжимания | Bench dip
    отжимания от скамьи сзади, обратные отжимания от скамьи, отжимания за спиной, bench dips,
    triceps dip, tricep dips
bodyweight diamond_push_up | Алмазные отжимания | Diamond push-up
    отжимания узким хватом, узкие отжимания, бриллиантовые отжимания, diamond push ups, close
    grip push up, close grip push ups
""",
    "forearms": """
barbell wrist_curl | Сгибание запястий | Wrist curl
    сгибания запястий, кисти, сгибание кистей, сгибание кистей со штангой, предплечья,
    предплечье, wrist curls, barbell wrist curl, forearms, forearm curl
barbell reverse_wrist_curl | Разгибание запястий | Reverse wrist curl
    разгибания запястий, разгибание кистей, разгибание кистей со штангой, reverse wrist curls,
    wrist extension, wrist extensions
barbell behind_back_wrist_curl | Сгибание запястий за спиной | Behind-the-back wrist curl
    кисти за спиной, сгибание кистей за спиной, behind back wrist curl
other wrist_roller | Скручивание троса на валик | Wrist roller
    ролик для предплечий, намотка на валик, намотка троса, wrist rollers
other gripper | Эспандер кистевой | Gripper
    кистевой эспандер, эспандер, грипер, grippers, hand gripper, hand grippers
timed plate_pinch | Удержание блинов щипком | Plate pinch
    щипок блинов, блины щипком, щипковый хват, plate pinches, pinch grip
timed barbell_hold | Удержание штанги | Barbell hold
    удержание грифа, вис со штангой, barbell holds, static barbell hold
timed towel_hang | Вис на полотенце | Towel hang
    висы на полотенце, полотенце вис, towel hangs
""",
}
