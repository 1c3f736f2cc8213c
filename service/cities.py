"""Large cities that give no time zone its name, and words for time zones that people say."""

CITIES = {
    "Europe/Moscow": (
        "Санкт-Петербург Saint Petersburg, St Petersburg, Питер, СПб, Петербург, Нижний Новгород "
        "Nizhny Novgorod, Казань Kazan, Ростов-на-Дону Rostov-on-Don, Ростов, Краснодар Krasnodar, "
        "Воронеж Voronezh, Сочи Sochi, Ярославль Yaroslavl, Тула Tula, Рязань Ryazan, Пенза Penza, "
        "Липецк Lipetsk, Тверь Tver, Белгород Belgorod, Махачкала Makhachkala, Грозный Grozny, "
        "Ставрополь Stavropol, Мурманск Murmansk, Архангельск Arkhangelsk, МСК MSK"
    ),
    "Europe/Samara": "Тольятти Tolyatti, Ижевск Izhevsk",
    "Asia/Yekaterinburg": (
        "Челябинск Chelyabinsk, Уфа Ufa, Пермь Perm, Тюмень Tyumen, Оренбург Orenburg, "
        "Магнитогорск Magnitogorsk, Сургут Surgut, Екб, Курган Kurgan"
    ),
    "Asia/Novokuznetsk": "Кемерово Kemerovo",
    "Asia/Krasnoyarsk": "Абакан Abakan, Норильск Norilsk",
    "Asia/Irkutsk": "Улан-Удэ Ulan-Ude, Братск Bratsk",
    "Asia/Yakutsk": "Благовещенск Blagoveshchensk",
    "Asia/Vladivostok": "Хабаровск Khabarovsk",
    "Asia/Sakhalin": "Южно-Сахалинск Yuzhno-Sakhalinsk",
    "Europe/Kyiv": "Харьков Kharkiv, Одесса Odesa, Днепр Dnipro, Львов Lviv, Запорожье, Ужгород",
    "Europe/Minsk": "Гомель Gomel, Брест Brest, Гродно Grodno, Витебск Vitebsk, Могилёв Mogilev",
    "Asia/Almaty": "Астана Astana, Шымкент Shymkent, Караганда Karaganda",
    "Europe/Berlin": (
        "Мюнхен Munich, Гамбург Hamburg, Кёльн Cologne, Франкфурт Frankfurt, Штутгарт Stuttgart, "
        "Дюссельдорф Dusseldorf, Лейпциг Leipzig"
    ),
    "Europe/Zurich": "Женева Geneva, Базель Basel",
    "Europe/Paris": "Лион Lyon, Марсель Marseille, Ницца Nice, Тулуза Toulouse",
    "Europe/Madrid": "Барселона Barcelona, Валенсия Valencia, Севилья Seville, Малага Malaga",
    "Europe/Rome": "Милан Milan, Неаполь Naples, Турин Turin, Флоренция Florence",
    "Europe/Warsaw": "Краков Krakow, Вроцлав Wroclaw, Гданьск Gdansk",
    "Europe/London": (
        "Манчестер Manchester, Бирмингем Birmingham, Глазго Glasgow, Эдинбург Edinburgh, "
        "Лидс Leeds, Ливерпуль Liverpool, Бристоль Bristol, GMT"
    ),
    "Europe/Istanbul": "Анкара Ankara, Измир Izmir, Анталья Antalya",
    "Asia/Dubai": "Абу-Даби Abu Dhabi",
    "Asia/Tbilisi": "Батуми Batumi",
    "Asia/Jerusalem": "Тель-Авив Tel Aviv, Хайфа Haifa",
    "Asia/Kolkata": (
        "Дели Delhi, Нью-Дели New Delhi, Мумбаи Mumbai, Бангалор Bangalore, Bengaluru, "
        "Ченнаи Chennai, Хайдарабад Hyderabad, Пуна Pune"
    ),
    "Asia/Karachi": "Лахор Lahore, Исламабад Islamabad",
    "Asia/Shanghai": (
        "Пекин Beijing, Шэньчжэнь Shenzhen, Гуанчжоу Guangzhou, Чэнду Chengdu, Ухань Wuhan"
    ),
    "Asia/Ho_Chi_Minh": "Ханой Hanoi, Сайгон, Дананг Da Nang",
    "Asia/Bangkok": "Пхукет Phuket, Паттайя Pattaya",
    "Asia/Makassar": "Бали Bali, Денпасар Denpasar",
    "Asia/Tokyo": "Осака Osaka, Киото Kyoto",
    "Asia/Seoul": "Пусан Busan",
    "Asia/Riyadh": "Джидда Jeddah, Мекка Mecca",
    "Africa/Cairo": "Александрия Alexandria",
    "Africa/Lagos": "Абуджа Abuja, Кано Kano",
    "Africa/Johannesburg": "Кейптаун Cape Town, Дурбан Durban, Претория Pretoria",
    "Africa/Casablanca": "Марракеш Marrakesh, Рабат Rabat",
    "America/New_York": (
        "Вашингтон Washington, Бостон Boston, Майами Miami, Атланта Atlanta, Филадельфия "
        "Philadelphia, Орландо Orlando, Шарлотт Charlotte, Питтсбург Pittsburgh, Кливленд "
        "Cleveland, NYC, EST, EDT, ET"
    ),
    "America/Chicago": (
        "Хьюстон Houston, Даллас Dallas, Остин Austin, Сан-Антонио San Antonio, Новый Орлеан "
        "New Orleans, Миннеаполис Minneapolis, Нашвилл Nashville, Сент-Луис St Louis, CST, CDT"
    ),
    "America/Denver": "Солт-Лейк-Сити Salt Lake City, Альбукерке Albuquerque, MST, MDT",
    "America/Los_Angeles": (
        "Сан-Франциско San Francisco, Сиэтл Seattle, Сан-Диего San Diego, Портленд Portland, "
        "Лас-Вегас Las Vegas, Сан-Хосе San Jose, LA, PST, PDT, PT"
    ),
    "America/Toronto": "Монреаль Montreal, Оттава Ottawa, Квебек Quebec",
    "America/Edmonton": "Калгари Calgary",
    "America/Mexico_City": "Мехико Mexico City, Гвадалахара Guadalajara",
    "America/Bogota": "Медельин Medellin, Кали Cali",
    "America/Guayaquil": "Кито Quito",
    "America/Sao_Paulo": "Рио-де-Жанейро Rio de Janeiro, Рио, Rio, Бразилиа Brasilia",
    "America/Coyhaique": "Койайке",
    "Australia/Sydney": "Канберра Canberra",
    "Australia/Brisbane": "Голд-Кост Gold Coast",
    "Pacific/Auckland": "Веллингтон Wellington, Крайстчерч Christchurch",
}
"""By time zone: cities in Russian and then in English, and other words for the zone."""

CALLED = {
    "Asia/Kolkata": ("Дели", "Delhi"),
    "Asia/Shanghai": ("Пекин", "Beijing"),
}
"""Zones that more people know by another city than the one that names them."""

COUNTRIES = {
    "US": "США, USA, US, America, Америка",
    "GB": "Англия, England, Шотландия, Scotland, UK, Британия, Britain",
    "AE": "ОАЭ, UAE, Эмираты, Emirates",
    "TR": "Turkey",
    "CZ": "Czech Republic",
    "NL": "Голландия, Holland",
    "KR": "Корея, Korea",
    "KZ": "РК",
    "RU": "РФ",
    "BY": "Белоруссия",
    "KG": "Кыргызстан",
    "MD": "Молдавия",
}
"""By CLDR's code: what else countries are called."""
