"""Exercises of the whole body at once."""

TABLES = {
    "full_body": """
barbell power_clean | Взятие на грудь в стойку | Power clean
    взятие на грудь, взятие, силовое взятие на грудь, подъём на грудь, power cleans, clean,
    cleans
barbell squat_clean | Взятие на грудь в сед | Squat clean
    взятие в сед, подъём на грудь в сед, squat cleans, full clean
barbell hang_clean | Взятие на грудь с виса | Hang clean
    взятие с виса, подъём на грудь с виса, hang cleans, hang power clean
barbell clean_and_jerk | Толчок | Clean and jerk
    толчок штанги, взятие и толчок, толчок классический, clean jerk, cj
barbell split_jerk | Толчок с груди | Jerk
    швунг толчковый, толчковый швунг, толчок в ножницы, толчок со стоек, jerks, split jerk, push
    jerk
barbell snatch | Рывок | Snatch
    рывок штанги, рывок классический, рывок в сед, snatches, squat snatch, full snatch
barbell power_snatch | Рывок в стойку | Power snatch
    силовой рывок, рывок в полуприсед, power snatches
barbell hang_snatch | Рывок с виса | Hang snatch
    рывок из виса, hang snatches, hang power snatch
barbell clean_pull | Тяга толчковая | Clean pull
    толчковая тяга, clean pulls
barbell snatch_pull | Тяга рывковая | Snatch pull
    рывковая тяга, тяга рывковым хватом, snatch pulls, snatch grip deadlift
barbell high_pull | Высокая тяга | High pull
    тяга с подрывом, подрыв, high pulls, clean high pull
barbell thruster | Трастер | Thruster
    трастеры, выброс штанги, выбросы штанги, выбросы, thrusters, barbell thruster
dumbbell dumbbell_thruster | Трастеры с гантелями | Dumbbell thruster
    выбросы гантелей, трастер с гантелями, dumbbell thrusters, db thruster, db thrusters
dumbbell dumbbell_snatch | Рывок гантели | Dumbbell snatch
    рывок гантели одной рукой, dumbbell snatches, db snatch
dumbbell man_maker | Мэнмейкер | Man maker
    мужеделы, мэнмейкеры, man makers
dumbbell renegade_row | Тяга гантелей в планке | Renegade row
    ренегат, тяга ренегата, тяга в планке, renegade rows
other kettlebell_snatch | Рывок гири | Kettlebell snatch
    гиря рывок, гиревой рывок, kettlebell snatches, kb snatch, kb snatches
other kettlebell_clean | Взятие гири на грудь | Kettlebell clean
    гиря взятие, подъём гири на грудь, kb clean, kettlebell cleans
other kettlebell_jerk | Толчок гири | Kettlebell jerk
    толчок гирь, гиря толчок, толчок двух гирь, длинный цикл, kb jerk, long cycle
other turkish_get_up | Турецкий подъём | Turkish get-up
    турецкие подъёмы, турецкий подъём с гирей, turkish get ups, getup, tgu, get ups
other wall_ball | Броски мяча в стену | Wall ball
    броски мяча, бросок мяча, воллбол, wall balls, wall ball shot
other ball_slam | Броски мяча об пол | Ball slam
    слэмбол, удары мячом об пол, ball slams, slam ball, slam balls
bodyweight muscle_up | Выход силой | Muscle-up
    выход силой на две, выходы силой, выход на две, выходы, выход силы, muscle ups, bar muscle
    up
bodyweight ring_muscle_up | Выход силой на кольцах | Ring muscle-up
    выходы на кольцах, ring muscle ups
bodyweight burpee | Бёрпи | Burpee
    бурпи, бёрпи с прыжком, burpees
bodyweight jumping_jack | Прыжки звёздочкой | Jumping jack
    джампинг джек, ноги вместе руки врозь, jumping jacks, star jump, star jumps
bodyweight rope_climb | Лазание по канату | Rope climb
    канат, подъём по канату, rope climbs
timed farmers_walk | Прогулка фермера | Farmer's walk
    фермер, фермерская прогулка, проходка фермера, фермерская проходка, farmer walk, farmers
    walks, farmers carry, farmer carry, farmer walks
timed suitcase_carry | Прогулка с одной гантелью | Suitcase carry
    чемодан, прогулка с чемоданом, suitcase carries, suitcase walk
timed overhead_carry | Проходка с весом над головой | Overhead carry
    прогулка с весом над головой, overhead carries, overhead walk, waiter walk
timed sandbag_carry | Переноска мешка | Sandbag carry
    проходка с мешком, мешок с песком, sandbag carries, sandbag walk
timed sled_push | Толкание саней | Sled push
    сани, толкание салазок, сани вперёд, sled pushes, prowler, prowler push, sled
timed sled_pull | Тяга саней | Sled pull
    тяга салазок, сани назад, sled pulls, sled drag
timed battle_rope | Канаты волной | Battle ropes
    боевые канаты, волны канатами, battle rope, battling ropes
timed running | Бег | Running
    беговая дорожка, дорожка, пробежка, run, runs, treadmill, jogging
timed walking | Ходьба | Walking
    ходьба на дорожке, ходьба в горку, walk, walks, incline walk, treadmill walk
timed cycling | Велотренажёр | Exercise bike
    вело, велик, велосипедный тренажёр, сайкл, bike, cycling, spin bike, stationary bike, air
    bike, assault bike
timed rowing | Гребля | Rowing
    гребной тренажёр, гребля на тренажёре, концепт гребля, rower, rowing machine, erg, row erg
timed elliptical | Эллипс | Elliptical
    эллиптический тренажёр, эллипсоид, elliptical trainer, cross trainer
timed stair_climber | Степпер | Stair climber
    лестница, ходьба по лестнице, stairs, stairmaster, stepper
timed ski_erg | Лыжный тренажёр | Ski erg
    лыжи, ски эрг, ski ergometer
timed bear_crawl | Медвежья походка | Bear crawl
    походка медведя, ходьба медведя, bear crawls
timed boxing_bag | Боксёрский мешок | Heavy bag
    груша, бой с мешком, боксёрская груша, punching bag, boxing, bag work
timed swimming | Плавание | Swimming
    бассейн, swim, swims
""",
}
