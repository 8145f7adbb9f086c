"""Arms deals as invented articles tell them: who gives what to whom, how far it is, and what is no deal at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from embargowatch.reading import read
from embargowatch.topics import arms_deals
from embargowatch.types import ArmsDeal, Article

PUBLISHED = datetime(2026, 11, 20, tzinfo=UTC)


def article(text: str, title: str = "") -> Article:
    return Article(url="https://example.org/a", title=title, text=text, published=PUBLISHED)


def deals(text: str, title: str = "") -> tuple[ArmsDeal, ...]:
    return arms_deals.extract(read(article(text, title)))


def only(text: str, title: str = "") -> ArmsDeal:
    (deal,) = deals(text, title)
    return deal


def parties(deal: ArmsDeal) -> str:
    return f"{'+'.join(sorted(deal.suppliers))}>{'+'.join(sorted(deal.recipients))}"


def about(text: str, title: str = "") -> bool:
    document = read(article(text, title))
    return arms_deals.TOPIC.judge(document, arms_deals.extract(document)).relevant


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Peru is buying 12 Gripen fighter jets from Sweden.", "SE>PE"),
        ("Iran has supplied Sudan with hundreds of attack drones.", "IR>SD"),
        ("The sale to Riyadh of 48 howitzers was approved by Seoul.", "KR>SA"),
        ("Jakarta's purchase of Turkish drones angered nobody.", "TR>ID"),
        ("Saab will deliver anti-tank missiles to Latvia.", "SE>LV"),
        ("Egypt was given 20 tanks by the United States.", "US>EG"),
        ("Talks between Hanoi and Moscow on 24 Su-35 jets continue.", "RU>VN"),
        ("The US agreed to send 31 Abrams tanks to Morocco.", "US>MA"),
        ("Ankara said the US would soon supply it with F-16 fighters.", "US>TR"),
        ("Oslo's order for Germany's Leopard 2 tanks stands.", "DE>NO"),
        ("HD Hyundai wins Philippine frigate order.", "KR>PH"),
        ("The Danish and Norwegian governments will donate F-16 jets to Ukraine.", "DK+NO>UA"),
        ("Madrid's decision to cancel an ammunition purchase from Israel was welcomed.", "IL>ES"),
        ("France has armed the Chadian rebels with rifles.", "FR>Chadian rebels"),
        ("Peru accused Spain of breaking a ban by delivering two helicopters to Bolivia.", "ES>BO"),
        ("Oslo and Madrid are close to a deal to sell Oman eight Dutch helicopters.", "ES+NO>OM"),
        ("Chad repeatedly appeals to France to send tanks.", "FR>TD"),
        ("Rabat has asked Italy to supply its forces with helicopters.", "IT>MA"),
        ("Hungary stepped up its supplies of heavy weapons to Serbia.", "HU>RS"),
        ("Egypt and France are in negotiations for 24 Rafale fighter jets.", "FR>EG"),
        ("Sudan has new Turkish-made anti-tank missiles.", "TR>SD"),
        ("A Czech firm's sale of missile-related items to Libya was found out.", "CZ>LY"),
        ("Western military assistance for Kyiv has slowed down.", "the West>UA"),
        (
            "A Greek entity designated for providing Libya with missile technology has closed.",
            "GR>LY",
        ),
    ],
)
def test_roles_are_read_by_syntax(text: str, who: str) -> None:
    assert [parties(deal) for deal in deals(text)] == [who]


@pytest.mark.parametrize(
    ("text", "stage", "detail"),
    [
        ("Poland signed a contract with South Korea to buy 200 howitzers.", "signed", "contract_signed"),
        ("Poland plans to sign a contract to buy 200 howitzers from South Korea.", "proposed", "interest"),
        ("Warsaw is negotiating the purchase of howitzers from South Korea.", "proposed", "negotiating"),
        ("Kuwait has requested 18 helicopters and missiles from Italy.", "proposed", "requested"),
        ("Berlin announced it will give Moldova radars and missiles.", "approved", "pledged"),
        ("Washington approved a possible sale of Javelin missiles to Romania.", "approved", ""),
        ("Iran has delivered ballistic missiles to Russia.", "delivered", "delivered"),
        ("Spain began delivering frigates to Morocco.", "delivered", "delivery_started"),
        ("Berlin refused to deliver Taurus missiles to Ukraine.", "blocked", "refused"),
        ("Germany has halted arms exports to Saudi Arabia.", "blocked", "suspended"),
        ("The Hague agreed to send 20 tanks to Moldova.", "approved", "pledged"),
        ("Athens finished a study on the purchase of frigates from France.", "proposed", "interest"),
        ("Under the deal signed in May, Oman will get 12 fighter jets from Sweden.", "signed", "contract_signed"),
        ("Tirana used cargo flights to send rifles and ammunition to Mali.", "delivered", "delivered"),
        ("Rome failed to approve the sale of frigates to Egypt.", "blocked", "refused"),
        ("London cancelled the sale of tear gas rounds and rifles to Georgia.", "blocked", "cancelled"),
    ],
)
def test_a_stage_is_never_further_than_the_words(text: str, stage: str, detail: str) -> None:
    deal = only(text)
    assert (deal.stage, deal.stage_detail) == (stage, detail)


def test_talk_of_a_deal_is_not_told_as_signed() -> None:
    assert only("Lima hopes to conclude a deal with Paris to buy 24 Rafale jets.").stage == "proposed"


def test_a_denied_delivery_is_marked_as_denied() -> None:
    assert only("Minsk denied supplying rockets to Russia.").modality == "denied"


def test_one_sides_word_is_a_claim() -> None:
    assert only("Rwanda allegedly shipped missiles to the M23.").modality == "claimed"


def test_weapons_keep_their_own_numbers_and_categories() -> None:
    deal = only(
        "Norway ordered 28 K9 howitzers, 1,200 missiles and a dozen Leopard 2 tanks from several makers in Germany."
    )
    assert [(w.designation, w.category, w.quantity) for w in deal.weapons] == [
        ("K9", "artillery", 28),
        ("missiles", "missile", 1200),
        ("Leopard 2", "armoured_vehicle", 12),
    ]


def test_a_sum_is_no_number_of_weapons() -> None:
    deal = only("Qatar signed a $500 million contract with Italy to buy 155mm shells.")
    assert deal.weapons[0].quantity is None
    assert deal.value is not None
    assert (int(deal.value.amount), deal.value.currency, deal.value.kind) == (500_000_000, "USD", "contract")


def test_a_notice_to_congress_has_a_ceiling_and_a_channel() -> None:
    deal = only(
        "The State Department has approved a possible Foreign Military Sale to Finland of AMRAAM missiles for an "
        "estimated cost of $395 million, the Defense Security Cooperation Agency said in a notification to Congress."
    )
    assert (deal.stage, deal.us_channel) == ("approved", "FMS")
    assert deal.value is not None
    assert deal.value.kind == "estimated_ceiling"


def test_money_for_weapons_is_financing_not_a_sale() -> None:
    deal = only("Washington approved $300 million in Foreign Military Financing for Kenya.")
    assert (deal.transfer_type, deal.weapons, parties(deal)) == ("financing", (), "US>KE")


def test_a_maker_is_named_and_leads_to_its_state() -> None:
    deal = only("Rheinmetall will deliver 14 Marder vehicles to Greece.")
    assert (parties(deal), deal.manufacturers) == ("DE>GR", ("Rheinmetall",))


def test_one_deal_told_three_times_is_one_record() -> None:
    text = (
        "Romania signed a contract with South Korea on Monday to buy 54 K9 howitzers.\n\n"
        "The contract is worth $920 million, the ministry in Bucharest said.\n\n"
        "Hanwha Aerospace, which makes the K9, will deliver the howitzers to Romania."
    )
    (deal,) = (d for d in deals(text, "Romania buys K9 howitzers from South Korea") if not d.background)
    assert (deal.stage, parties(deal), deal.weapons[0].quantity) == ("signed", "KR>RO", 54)


def test_two_deals_stay_two() -> None:
    text = "Japan will sell frigates to Australia. Chile has bought Turkish drones."
    assert {parties(deal) for deal in deals(text)} == {"JP>AU", "TR>CL"}


def test_an_older_deal_is_background() -> None:
    text = "Serbia will buy radars from France.\n\nIn 2019 Serbia had bought helicopters from Russia."
    assert {(parties(d), d.background) for d in deals(text)} == {("FR>RS", False), ("RU>RS", True)}


def test_a_common_noun_is_named_by_the_system_that_the_article_names() -> None:
    text = "April 2017 was quiet.\n\nIn May 2018 India signed a contract with Russia to buy the missile shield."
    deal = only(text, "India stands by its S-400 plans")
    assert [(w.designation, w.category) for w in deal.weapons] == [("S-400", "air_defence")]
    assert deal.date == "2018-05"


def test_every_field_cites_words_that_stand_in_the_article() -> None:
    written = article(
        "Zürich’s neighbours took note. Kenya signed a $70 million contract with Turkey in March 2024 to buy 118 "
        "Hızır vehicles, six Bayraktar TB2 drones and missiles.",
        "Kenya orders Turkish drones",
    )
    for deal in arms_deals.extract(read(written)):
        assert {"stage", "suppliers", "recipients", "weapons"} <= set(deal.evidence)
        for words in (e for found in deal.evidence.values() for e in found):
            source = written.title if words.where == "title" else written.text
            assert source[words.start : words.end] == words.quote


@pytest.mark.parametrize(
    "text",
    [
        "She held the child in her arms while the crowd sent flowers to the hospital.",
        "The lending arm of the bank will provide loans to Kenya.",
        "The studio sold its video game World of Tanks to a Swedish publisher.",
        "The senator wants to stop gun shows that sell rifles to teenagers without checks.",
        "Russia fired missiles at Ukraine and sent drones over Odesa overnight.",
        "France showed its Leclerc tanks at the parade and the Rafale jets flew over Paris.",
        "The Polish army ordered 100 Borsuk vehicles from a Polish plant for its own brigades.",
        "NATO tanks took part in an exercise in Latvia, and Germany provided the kitchen.",
        "The two presidents signed a treaty to cut nuclear weapons by a third.",
        "The coast guard sent a helicopter to help search for the missing sailor.",
        "Boeing delivered 12 passenger jets to Ethiopian Airlines.",
        "Efforts by Peru to buy jets from Spain proved futile.",
        "Turkey's defence minister visited Oman and praised the weather.",
        "Iran has not abandoned its hope to acquire nuclear weapons from Pakistan.",
    ],
)
def test_lookalikes_give_no_record_of_news(text: str) -> None:
    assert [d for d in deals(text) if not d.background] == []


def test_the_verdict_follows_the_news_and_names_its_words() -> None:
    text = "Greece signed a contract with France on Thursday to buy three frigates.\n\nThey will cost 3 billion euros."
    document = read(article(text, "Greece buys French frigates"))
    verdict = arms_deals.TOPIC.judge(document, arms_deals.extract(document))
    assert verdict.relevant
    assert any("frigates" in words for words in verdict.because)


def test_a_passing_reference_to_a_deal_is_not_what_an_article_is_about() -> None:
    text = (
        "Tourists are coming back to the coast of Montenegro, hotel owners say.\n\n"
        "The season started late because of rain, and bookings from Germany fell by a tenth.\n\n"
        "Last year the government had bought two patrol boats from Turkey, which lie in the harbour."
    )
    assert not about(text, "Hotels on the Adriatic fill up again")


def test_traps_speak_against_the_verdict() -> None:
    document = read(article("Gun control is back: weapons deals were shown in a video game.", "Gun control again"))
    assert set(arms_deals.TOPIC.judge(document, ()).against) == {"gun control", "video game"}


@pytest.mark.parametrize(
    "text",
    [
        "The EU embargo on arms exports to Sudan will end next year.",
        "The EU will ban the export of combat equipment to Belarus.",
        "Spain sold petrochemical equipment to Iran.",
        "Washington announced the existence of missiles in Cuba.",
        "Saudi Arabia gave Britain its biggest export order.",
    ],
)
def test_embargoes_and_goods_of_other_trades_are_no_deals(text: str) -> None:
    assert deals(text) == ()


def test_moscow_sold_for_the_soviet_union_as_long_as_there_was_one() -> None:
    old = Article(url="", title="", text="Moscow sold 40 tanks to Algeria.", published=datetime(1987, 3, 1, tzinfo=UTC))
    (deal,) = arms_deals.extract(read(old))
    assert deal.suppliers == ("SU",)


def test_soviet_era_tanks_do_not_come_from_the_soviet_union() -> None:
    assert parties(only("Belarus sold 30 Soviet-era tanks to Mali.")) == "BY>ML"
    assert all("SU" not in deal.suppliers for deal in deals("Mali bought 30 Soviet-era tanks."))


def test_what_would_happen_to_any_sale_is_hypothetical() -> None:
    assert only("Israel would stop any transfer of rifles from Iran to Sudan.").modality == "hypothetical"


def test_a_range_keeps_both_ends_and_counts_from_the_lower() -> None:
    weapon = only("Peru signed a contract with Sweden for 24 to 36 Gripen fighter jets.").weapons[0]
    assert (weapon.quantity, weapon.quantity_max, weapon.is_estimate) == (24, 36, True)
    weapon = only("Oman ordered between 12 and 16 Leopard 2 tanks from Germany.").weapons[0]
    assert (weapon.quantity, weapon.quantity_max) == (12, 16)


def test_two_numbers_that_are_no_range_are_no_range() -> None:
    weapons = only("Oman ordered 12 Leopard 2 tanks and 16 howitzers from Germany.").weapons
    assert [(w.quantity, w.quantity_max) for w in weapons] == [(12, None), (16, None)]


def test_what_was_ordered_and_what_has_come_are_counted_apart() -> None:
    (weapon,) = only("Kenya signed a contract with Spain for 12 C-295 aircraft.").weapons
    assert (weapon.number_ordered, weapon.number_delivered) == (12, None)
    (weapon,) = only("Spain has delivered 4 C-295 aircraft to Kenya.").weapons
    assert (weapon.number_ordered, weapon.number_delivered) == (None, 4)


def test_what_is_only_planned_is_neither_ordered_nor_delivered() -> None:
    (weapon,) = only("Spain will deliver 4 C-295 aircraft to Kenya.").weapons
    assert (weapon.quantity, weapon.number_ordered, weapon.number_delivered) == (4, None, None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Latvia bought 20 used M109 howitzers from Austria.", "second_hand"),
        ("Latvia bought 20 refurbished M109 howitzers from Austria.", "second_hand_modernized"),
        ("Latvia bought 20 new M109 howitzers from Austria.", "new"),
        ("Latvia bought 20 M109 howitzers from Austria.", ""),
    ],
)
def test_the_state_of_a_weapon_is_what_its_words_say(text: str, status: str) -> None:
    (weapon,) = only(text).weapons
    assert (weapon.status, weapon.sipri_category) == (status, "Artillery")


def test_sipri_does_not_count_rifles() -> None:
    assert only("Chad bought 5,000 assault rifles from Serbia.").weapons[0].sipri_category == ""


def test_the_terms_of_a_deal_come_with_their_words() -> None:
    deal = only(
        "Norway signed a contract with South Korea on 3 March 2026 for 16 Chunmoo launchers for the Norwegian army, "
        "with deliveries between 2028 and 2031 and local production of the rockets."
    )
    assert (deal.order_date, deal.delivery_years, deal.local_production) == ("2026-03-03", "2028-2031", True)
    assert deal.end_user == "Norwegian army"
    assert all(deal.evidence[f] for f in ("order_date", "delivery_years", "local_production", "end_user"))


def test_whoever_stands_between_is_no_side_of_the_deal() -> None:
    deal = only("Iran shipped rifles through Oman to Sudan.")
    assert (parties(deal), deal.intermediaries) == ("IR>SD", ("OM",))
    assert deal.evidence["intermediaries"][0].quote == "Oman"


def test_terms_that_nobody_states_stay_empty() -> None:
    deal = only("Peru signed a contract with Sweden for 24 Gripen fighter jets.")
    assert (deal.order_date, deal.delivery_years, deal.local_production, deal.end_user, deal.intermediaries) == (
        "", "", None, "", (),
    )  # fmt: skip


def test_a_price_for_each_is_not_the_price_of_the_deal() -> None:
    deal = only("Peru signed a contract with Sweden for 24 Gripen jets at $80 million each.")
    assert deal.value is not None
    assert deal.value.kind == "unit"


def test_a_summary_says_the_fields_and_how_firm_they_are() -> None:
    assert only("Peru signed a contract with Sweden for 24 Gripen jets worth $2 billion.").summary == (
        "Signed: 24 Gripen from Sweden to Peru, $2bn."
    )
    assert only("Moscow denies that it sold rifles to Sudan.").summary.startswith("Denied")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Greece was removed from the F-35 programme.", "US>GR blocked"),
        ("In the scandal, Spain sold arms to Libya.", "ES>LY delivered"),
        ("Malian officials bought rifles and shells, including from sanctioned firms in Serbia.", "RS>ML"),
        ("Serbia will spend $300 million on French Mistral missiles.", "FR>RS proposed"),
    ],
)
def test_deals_told_by_other_words_than_sale(text: str, told: str) -> None:
    (deal,) = deals(text, "Washington and its allies")
    assert f"{parties(deal)} {deal.stage}".startswith(told)


def test_a_proposal_far_down_the_article_is_still_news() -> None:
    filler = "The weather in the capital was mild.\n\n" * 8
    deal = only(f"{filler}The ambassador was asked about a request by Kenya to buy howitzers from Serbia.")
    assert not deal.background


def test_a_state_that_denies_sales_has_not_stopped_them() -> None:
    deal = only("Serbia denies any arms sales to Mali.")
    assert (deal.stage, deal.modality) == ("proposed", "denied")


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Belgrade may be trying to hide its efforts to buy tanks from China.", "hypothetical"),
        ("Norway repeated concerns that China is sending tanks to Serbia.", "claimed"),
        ("Q Would China send tanks to Serbia —", "hypothetical"),
        ("Serbia received 20 tanks from China this month, according to two people who know.", "claimed"),
        ("China offered to send tanks to Serbia.", "reported"),
    ],
)
def test_a_guess_a_fear_and_a_question_are_no_plain_facts(text, modality):
    assert only(text).modality == modality


def test_the_supplier_of_a_deal_is_not_the_one_from_whom_another_could_not_be_bought():
    found = deals(
        "In March, Oman signed a contract with Sweden to acquire missiles after its long efforts to buy a radar system "
        "from Italy proved vain."
    )
    assert (("SE",), ("OM",), "signed") in [(deal.suppliers, deal.recipients, deal.stage) for deal in found]
    assert all("IT" not in deal.suppliers for deal in found if deal.stage == "signed")
