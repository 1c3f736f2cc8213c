"""Exercises of the thighs, front and back."""

TABLES = {
    "quads": """
barbell squat | Приседания со штангой | Squat
    присед, приседания, приседание, приседы, присяд, присед со штангой, присед на спине,
    приседания на спине, squats, back squat, back squats, barbell squat, barbell squats
barbell low_bar_squat | Присед с низким грифом | Low-bar squat
    низкий гриф, присед низкий гриф, приседания с низким грифом, low bar, low bar squats
barbell front_squat | Фронтальный присед | Front squat
    фронтальные приседания, фронтальный, фронт присед, приседания со штангой на груди, присед на
    груди, front squats, fs
barbell pause_squat | Присед с паузой | Paused squat
    приседания с паузой, pause squat, pause squats, paused squats
barbell box_squat | Присед на ящик | Box squat
    присед на коробку, приседания на ящик, присед на скамью, приседания на скамью, box squats
barbell overhead_squat | Присед со штангой над головой | Overhead squat
    оверхед присед, оверхед, приседания над головой, присед над головой, overhead squats, ohs
barbell zercher_squat | Присед Зерчера | Zercher squat
    зерчер, приседания зерчера, zercher, zercher squats
barbell safety_bar_squat | Присед с безопасным грифом | Safety bar squat
    присед с грифом ssb, сейфти бар, ssb squat, ssb, safety squat
barbell anderson_squat | Присед с упоров | Anderson squat
    присед андерсона, присед из рамы, pin squat, pin squats, anderson squats
barbell hack_squat_barbell | Гакк-присед со штангой | Barbell hack squat
    гакк со штангой, тяга за спиной, barbell hack squats
barbell barbell_lunge | Выпады со штангой | Barbell lunge
    выпады штанга, barbell lunges, bb lunge
barbell barbell_split_squat | Сплит-присед со штангой | Barbell split squat
    ножницы со штангой, приседания в ножницах, barbell split squats
barbell barbell_step_up | Зашагивания со штангой | Barbell step-up
    зашагивание со штангой, barbell step ups
dumbbell lunge | Выпады с гантелями | Dumbbell lunge
    выпады, выпад, выпады гантели, lunge, lunges, dumbbell lunges, db lunge, db lunges
dumbbell walking_lunge | Выпады в ходьбе | Walking lunge
    проходка выпадами, выпады шагом, шагающие выпады, walking lunges
dumbbell reverse_lunge | Обратные выпады | Reverse lunge
    выпады назад, reverse lunges, backward lunge
dumbbell side_lunge | Боковые выпады | Side lunge
    выпады в сторону, выпады вбок, lateral lunge, lateral lunges, side lunges, cossack squat,
    cossack squats
dumbbell bulgarian_split_squat | Болгарские выпады | Bulgarian split squat
    болгарский присед, болгарские, болгарки, болгарские приседания, сплит присед болгарский,
    bulgarian split squats, bulgarians, bulgarian, bss, rear foot elevated split squat
dumbbell split_squat | Сплит-присед | Split squat
    приседания сплит, ножницы, сплит приседания, split squats, dumbbell split squat, db split
    squat
dumbbell step_up | Зашагивания | Step-up
    зашагивания на скамью, зашагивание, зашагивания на тумбу, зашагивания с гантелями, step ups,
    dumbbell step up, dumbbell step ups
dumbbell goblet_squat | Гоблет-присед | Goblet squat
    гоблет, кубковый присед, кубковые приседания, присед с гантелью, приседания с гантелью,
    goblet, goblet squats
dumbbell dumbbell_squat | Приседания с гантелями | Dumbbell squat
    присед с гантелями, присед гантели, dumbbell squats, db squat
machine leg_press | Жим ногами | Leg press
    жим ног, платформа, жим платформы, жим ногами в тренажёре, ноги жим, leg presses, machine
    leg press
machine single_leg_press | Жим одной ногой | Single-leg press
    жим платформы одной ногой, one leg press, single leg leg press
machine hack_squat | Гакк-присед | Hack squat
    гакк приседания, гакк, гак, гак присед, приседания в гакке, гакк машина, hack squats, hack,
    hack squat machine
machine pendulum_squat | Маятник | Pendulum squat
    маятниковый присед, присед в маятнике, pendulum, pendulum squats
machine belt_squat | Присед с поясом | Belt squat
    приседания с поясом, присед на поясе, belt squats
machine smith_squat | Присед в Смите | Smith machine squat
    приседания в смите, присед смит, смит присед, smith squat, smith squats, smith machine
    squats
machine smith_lunge | Выпады в Смите | Smith machine lunge
    выпады смит, болгарские в смите, smith lunge, smith lunges, smith split squat
machine leg_extension | Разгибание ног | Leg extension
    разгибания ног, разгибание, разгибания, разгибание ног в тренажёре, разгибание ног сидя, leg
    extensions, quad extension, knee extension
bodyweight air_squat | Приседания без веса | Air squat
    воздушные приседания, присед без веса, приседания с весом тела, air squats, bodyweight
    squat, bodyweight squats
bodyweight bodyweight_lunge | Выпады без веса | Bodyweight lunge
    выпады с весом тела, bodyweight lunges
bodyweight pistol_squat | Пистолет | Pistol squat
    пистолетик, приседания на одной ноге, присед на одной ноге, пистолеты, pistol, pistols,
    pistol squats, single leg squat
bodyweight sissy_squat | Сисси-присед | Sissy squat
    сисси, сисси приседания, sissy, sissy squats
bodyweight jump_squat | Выпрыгивания | Jump squat
    приседания с выпрыгиванием, выпрыгивания из приседа, прыжки из приседа, jump squats, squat
    jump, squat jumps
bodyweight box_jump | Запрыгивания на тумбу | Box jump
    запрыгивания, прыжки на тумбу, прыжки на ящик, box jumps
timed wall_sit | Стульчик у стены | Wall sit
    стульчик, стул у стены, присед у стены, wall sits, wall squat
""",
    "hamstrings": """
barbell romanian_deadlift | Румынская тяга | Romanian deadlift
    румынка, румынская, румынская становая, румынская становая тяга, румынская тяга со штангой,
    rdl, rdls, romanian deadlifts, romanian, barbell rdl
barbell stiff_leg_deadlift | Мёртвая тяга | Stiff-leg deadlift
    становая на прямых ногах, тяга на прямых ногах, мертвая, мёртвая тяга на прямых, stiff
    legged deadlift, stiff leg deadlifts, sldl, straight leg deadlift
barbell single_leg_barbell_rdl | Румынская тяга на одной ноге со штангой | Single-leg barbell RDL
    тяга на одной ноге со штангой, single leg barbell romanian deadlift
dumbbell dumbbell_romanian_deadlift | Румынская тяга с гантелями | Dumbbell Romanian deadlift
    румынка с гантелями, румынка гантели, мёртвая тяга с гантелями, dumbbell rdl, db rdl,
    dumbbell stiff leg deadlift
dumbbell single_leg_rdl | Румынская тяга на одной ноге | Single-leg Romanian deadlift
    тяга на одной ноге, румынка на одной ноге, становая на одной ноге, single leg rdl, single
    leg deadlift, one leg rdl
machine lying_leg_curl | Сгибание ног лёжа | Lying leg curl
    сгибания ног лёжа, сгибание ног, сгибания ног, сгибание, сгибания, бицепс бедра, бицепс
    бедра лёжа, leg curl, leg curls, hamstring curl, hamstring curls, lying leg curls, prone leg
    curl
machine seated_leg_curl | Сгибание ног сидя | Seated leg curl
    сгибания ног сидя, бицепс бедра сидя, seated leg curls, seated hamstring curl
machine standing_leg_curl | Сгибание ноги стоя | Standing leg curl
    сгибания ног стоя, бицепс бедра стоя, standing leg curls
machine cable_romanian_deadlift | Румынская тяга на блоке | Cable Romanian deadlift
    румынка на блоке, румынка в кроссовере, cable rdl
bodyweight nordic_curl | Северные сгибания | Nordic curl
    нордические сгибания, скандинавские сгибания, нордик, nordic curls, nordics, nordic
    hamstring curl
bodyweight glute_ham_raise | Подъём корпуса в GHD | Glute-ham raise
    ghd подъёмы, подъёмы корпуса в ghd, ghr, glute ham raises, ghd raise
bodyweight sliding_leg_curl | Сгибание ног со скольжением | Sliding leg curl
    сгибание ног на фитболе, сгибания ног на мяче, sliding leg curls, swiss ball leg curl,
    slider leg curl
""",
}
