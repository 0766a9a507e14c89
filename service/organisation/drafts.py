"""First drafts of the organisation's texts, with [[gaps]] that only the organisation can fill. Holds no logic.

A text with a gap is a placeholder: outside the demo the server does not start with one (`texts.require_texts`).
"""

from collections.abc import Mapping
from typing import Final

DRAFTS: Final[Mapping[str, Mapping[str, str]]] = {
    "who_we_are": {
        "en": """We are [[name of the organisation]]. We help people who left their country because of war, \
repression or conscription. The help is free; it is paid for by [[who pays]].

We choose and check the people who help here like this: [[how]].

The server stands in [[country]], under the law of that country.

The exact address of this site is [[address]]; over Tor it is [[onion address]].""",
        "ru": """Мы — [[название организации]]. Мы помогаем людям, которые уехали из своей страны из-за войны, \
репрессий или призыва. Помощь бесплатная, её оплачивает [[кто оплачивает]].

Вот как мы выбираем и проверяем тех, кто здесь помогает: [[как]].

Сервер стоит в стране: [[страна]]; действуют её законы.

Точный адрес этого сайта — [[адрес]]; через Tor — [[адрес onion]].""",
        "uk": """Ми — [[назва організації]]. Ми допомагаємо людям, які виїхали зі своєї країни через війну, \
репресії чи призов. Допомога безоплатна, її оплачує [[хто оплачує]].

Ось як ми обираємо й перевіряємо тих, хто тут допомагає: [[як]].

Сервер стоїть у країні: [[країна]]; діють її закони.

Точна адреса цього сайту — [[адреса]]; через Tor — [[адреса onion]].""",
    },
    "limits": {
        "en": """The talk stays between the two of you. The exceptions are few: \
[[list every exception, in plain words]].

Helpers have supervision, where they speak about their work without names: [[how]].

We do not know who or where you are, so we cannot send help to you.""",
        "ru": """Разговор остаётся между вами двумя. Исключений немного, вот они: \
[[перечислите каждое исключение простыми словами]].

У тех, кто помогает, есть супервизия: там говорят о работе, не называя имён: [[как это устроено]].

Мы не знаем, кто вы и где, поэтому не сможем прислать к вам помощь.""",
        "uk": """Розмова залишається між вами двома. Винятків небагато, ось вони: \
[[перелічіть кожен виняток простими словами]].

У тих, хто допомагає, є супервізія: там говорять про роботу, не називаючи імен: [[як це влаштовано]].

Ми не знаємо, хто ви й де, тому не зможемо надіслати до вас допомогу.""",
    },
    "help_intro": {
        "en": """If you cannot wait, the lines below answer sooner than we can. You need not give your name.

If life is in danger, [[what to do, by country]].""",
        "ru": """Если ждать нельзя, линии ниже ответят раньше, чем мы. Называть своё имя не нужно.

Если есть опасность для жизни, [[что делать, по странам]].""",
        "uk": """Якщо чекати не можна, лінії нижче дадуть відповідь раніше, ніж ми. Називати своє ім’я не потрібно.

Якщо є небезпека для життя, [[що робити, за країнами]].""",
    },
    "inside": {
        "en": """For those who are now in Russia, in Belarus or on occupied territory: [[what is safe to do here, \
and what is not]].""",
        "ru": """Для тех, кто сейчас в России, Беларуси или на оккупированной территории: \
[[что здесь безопасно делать, а что нет]].""",
        "uk": """Для тих, хто зараз у Росії, Білорусі чи на окупованій території: [[що тут безпечно робити, \
а що ні]].""",
    },
    "rules": {
        "en": """Thank you for wanting to help here. What we ask of everyone who helps: [[rules for helpers]].""",
        "ru": """Спасибо за желание помогать здесь. О чём мы просим каждого, кто помогает: \
[[правила для помогающих]].""",
        "uk": """Дякуємо за бажання допомагати тут. Про що ми просимо кожного, хто допомагає: \
[[правила для тих, хто допомагає]].""",
    },
}
