"""The Dutch words of the ten criteria: name, question, what it looks at, and the scale from 0 to 5."""

from __future__ import annotations

from optimizer.criteria.annex2_english import Scale

#: Criterion id to (name, question, points, scale).
DUTCH: dict[str, tuple[str, str, tuple[str, ...], Scale]] = {
    "value-creation": (
        "Waardecreatie",
        (
            "Is de roadmap gericht op economische en maatschappelijke waarde, en zet ze het menselijk potentieel om "
            "in duurzame tewerkstelling?"
        ),
        (
            (
                "economische waarde: nieuwe producten, diensten en waardeketens, en de toegevoegde waarde die in "
                "Vlaanderen blijft"
            ),
            "maatschappelijke waarde: wat de oplossingen betekenen voor mens en milieu",
            "menselijk potentieel: duurzame jobs waarin talenten tot hun recht komen",
        ),
        (
            "De roadmap zegt niet welke waarde ze creëert, noch voor wie.",
            "Waarde wordt enkel in algemene termen beloofd; er wordt geen markt, gebruiker of job genoemd.",
            "Ofwel de economische ofwel de maatschappelijke waarde is beschreven; jobs worden vermeld zonder cijfers.",
            (
                "Economische en maatschappelijke waarde zijn allebei beschreven en geraamd; het effect op de "
                "tewerkstelling is aannemelijk."
            ),
            "Beide soorten waarde zijn becijferd met bronnen, en de geplande activiteiten leiden tot blijvende jobs.",
            (
                "Becijferde en onafhankelijk getoetste waarde voor economie en samenleving, met blijvende jobs als "
                "doel dat gemeten wordt en waarvoor iemand verantwoordelijk is."
            ),
        ),
    ),
    "transition-challenges": (
        "Innovatie- en transitie-uitdagingen",
        (
            "In welke mate draagt de speerpuntcluster bij tot de innovatie- en transitie-uitdagingen van 'Vlaanderen "
            "in Actie'?"
        ),
        (
            "innovatie-uitdagingen: een band met de innovatieknooppunten en hun doelstellingen",
            "transitie-uitdagingen: een bijdrage aan de transitiedomeinen en thema's van Vlaanderen in Actie",
            "doelstellingen: wat de cluster verandert aan indicatoren die het beleid al opvolgt",
        ),
        (
            "Geen enkele uitdaging van Vlaanderen in Actie komt aan bod.",
            "Een uitdaging wordt genoemd, maar niets in de roadmap werkt eraan.",
            "Enkele activiteiten raken aan één uitdaging; ze zouden zonder die uitdaging net zo verlopen.",
            "Eén uitdaging staat centraal en de activiteiten dragen duidelijk bij tot de doelstellingen ervan.",
            "Verschillende uitdagingen worden aangepakt met daarvoor gekozen activiteiten en met eigen streefcijfers.",
            (
                "De roadmap is een belangrijke hefboom voor minstens één transitie: ze doet een indicator van het "
                "beleid bewegen, anderen bouwen erop voort, en haar bijdrage aan nog andere uitdagingen is "
                "aangetoond."
            ),
        ),
    ),
    "international-positioning": (
        "Internationale positionering",
        "Sluiten de roadmap en haar projecten aan bij internationale en Europese roadmaps?",
        (
            "afstemming: overeenstemming in doelen, timing en keuzes met Europese en internationale roadmaps",
            "projecten: welke projecten deel uitmaken van internationale programma's of partnerschappen",
            "positie: de inbreng van Vlaamse partners bij het opstellen van die roadmaps",
        ),
        (
            "De roadmap is opgesteld zonder te kijken naar wat er in het buitenland gebeurt.",
            "Internationale roadmaps worden aangehaald; wat ze voor de eigen keuzes betekenen, staat er niet.",
            "De doelen stroken met één Europese roadmap, maar geen enkel project is ermee verbonden.",
            "Doelen en timing volgen de relevante Europese roadmaps en sommige projecten lopen mee in hun programma's.",
            (
                "De meeste projecten zijn verankerd in internationale programma's, en Vlaamse partners zitten mee aan "
                "tafel waar die roadmaps geschreven worden."
            ),
            (
                "Vlaanderen trekt de internationale roadmap, alleen of met anderen, en de projecten zijn er een "
                "erkend deel van, met partnerregio's die zich hebben geëngageerd."
            ),
        ),
    ),
    "portfolio-monitoring": (
        "Strategische monitoring van een projectportfolio",
        "Kan de cluster een projectportfolio strategisch opvolgen, met duidelijke doelstellingen en mijlpalen?",
        (
            (
                "strategische monitoring: het vermogen om de portfolio op te volgen en bij te sturen, ook projecten "
                "buiten de cluster"
            ),
            "uitwerking: projecten met duidelijke doelstellingen en mijlpalen",
            "wisselwerking: hoe projecten op elkaar voortbouwen",
        ),
        (
            "Er is een lijst met ideeën en niemand is met de opvolging belast.",
            "Projecten worden genoemd zonder doelstellingen of mijlpalen.",
            (
                "Projecten hebben doelstellingen; bij de meeste ontbreken mijlpalen, en de opvolging is louter "
                "administratief."
            ),
            "Elk project heeft doelstellingen en mijlpalen, en een aangewezen team rapporteert op vaste momenten.",
            (
                "De portfolio wordt als geheel opgevolgd: verbanden tussen projecten zijn gepland, relevante "
                "projecten buiten de cluster worden gevolgd, en er zijn regels om stop te zetten of bij te sturen."
            ),
            (
                "De monitoring heeft zich bewezen: er is op beslist om projecten stop te zetten, te starten of te "
                "heroriënteren, en projecten buiten de cluster worden mee met de portfolio aangestuurd."
            ),
        ),
    ),
    "frontrunners": (
        "Koplopers, draagvlak en kritische partners",
        (
            "Zijn er sterke koplopers, is er een breed draagvlak, en zijn de kritische partners aanwezig zonder wie "
            "het niet lukt?"
        ),
        (
            "koplopers: in staat tot strategische impact op waardeketens en internationale samenwerking",
            "draagvlak: een brede alliantie van bedrijven, kennisinstellingen en anderen",
            "kritische partners: wie nodig is om te slagen, doet mee",
        ),
        (
            "Geen enkel bedrijf en geen enkele organisatie neemt de leiding.",
            "Eén initiatiefnemer zonder gewicht in de waardeketen; anderen zijn gevraagd maar niet toegetreden.",
            "Een bekwame koploper, maar met een smalle groep achter zich en zonder de kritische partners.",
            (
                "Koplopers met gewicht in de waardeketen en een alliantie die het grootste deel ervan dekt; één "
                "kritische partner moet nog overtuigd worden."
            ),
            (
                "Verschillende sterke koplopers met internationale slagkracht, een brede alliantie, en alle kritische "
                "partners aan boord."
            ),
            (
                "Koplopers die internationaal de richting van hun waardeketen bepalen, met alle kritische partners en "
                "de hele keten, kmo's inbegrepen, in een georganiseerde alliantie."
            ),
        ),
    ),
    "differentiation": (
        "Internationale differentiatie",
        (
            "Onderscheiden de activiteiten Vlaanderen internationaal, zodat het zijn partners aanvult en op nieuwe "
            "markten kan concurreren?"
        ),
        (
            "comparatief voordeel: wat Vlaanderen beter doet dan anderen, en waarom dat zo blijft",
            "kritische massa: genoeg bedrijven, kennis en infrastructuur om internationaal mee te tellen",
            (
                "internationale connectiviteit: complementariteit met buitenlandse partners en toegang tot nieuwe "
                "internationale markten"
            ),
        ),
        (
            "Dezelfde activiteiten vindt men in veel regio's, en niets onderscheidt Vlaanderen.",
            "Er wordt een voordeel beweerd, zonder vergelijking met andere regio's.",
            (
                "Een vergelijking toont enig voordeel, maar het ontbreekt aan kritische massa of aan buitenlandse "
                "verbindingen."
            ),
            (
                "Een onderbouwd comparatief voordeel met voldoende massa; aan de complementariteit met buitenlandse "
                "partners wordt gewerkt."
            ),
            (
                "Een eigen niche waarin Vlaanderen tot de beste regio's behoort, met kritische massa en afspraken met "
                "complementaire partners."
            ),
            (
                "Een leidende positie die moeilijk na te bootsen is, door partnerregio's erkend en al omgezet in "
                "succes op nieuwe internationale markten."
            ),
        ),
    ),
    "cross-sectoral": (
        "Sectoroverschrijdende waardeketens",
        "Werkt de roadmap over sectoren en disciplines heen om structurele verandering teweeg te brengen?",
        (
            "sectoroverschrijdende waardeketens: verbindingen tussen sectoren die voordien niet samenwerkten",
            "interdisciplinaire innovatie: samenwerking tussen disciplines en soorten kennis",
            (
                "structurele verandering: opschaling van opkomende industrieën, systeeminnovatie, innovatie gedreven "
                "door uitdagingen"
            ),
        ),
        (
            "De roadmap blijft binnen één sector en één discipline en zet voort wat al bestaat.",
            "Andere sectoren worden vermeld als mogelijke klant of leverancier.",
            (
                "Partners uit een tweede sector of discipline nemen deel aan afzonderlijke projecten, voor "
                "stapsgewijze verbetering."
            ),
            (
                "Een sectoroverschrijdende waardeketen is de kern van verschillende projecten, en disciplines werken "
                "er samen aan."
            ),
            (
                "Het grootste deel van de roadmap overstijgt sectoren en disciplines en mikt op de opschaling van een "
                "opkomende industrie of de vernieuwing van een systeem."
            ),
            (
                "Er ontstaat een nieuwe sectoroverschrijdende waardeketen die de structuur van de economie wijzigt, "
                "met alle nodige sectoren en disciplines en de eerste resultaten op schaal."
            ),
        ),
    ),
    "competence-policy": (
        "Loopbaan- en competentiebeleid",
        "Is de strategie verbonden met een duurzaam loopbaan- en competentiebeleid?",
        (
            "competenties: de vaardigheden die de roadmap nu en later nodig heeft",
            "loopbanen: opleiding, omscholing en mobiliteit voor wie in de waardeketen werkt",
            "verankering: onderwijs, opleidingsverstrekkers en sociale partners als partners in de strategie",
        ),
        (
            "Vaardigheden en loopbanen komen niet aan bod.",
            "Een tekort aan vaardigheden wordt vastgesteld en aan anderen overgelaten.",
            "De nodige vaardigheden zijn opgelijst; opleiding is enkel binnen afzonderlijke projecten voorzien.",
            (
                "Een analyse van toekomstige competenties met een opleidingsplan, en één onderwijs- of "
                "opleidingspartner doet mee."
            ),
            (
                "Een plan voor competenties en loopbanen, uitgewerkt met onderwijs en sociale partners, met eigen "
                "middelen en een tijdpad."
            ),
            (
                "Een lopend loopbaan- en competentiebeleid voor de hele waardeketen, omscholing en instroom "
                "inbegrepen, dat met onderwijs en sociale partners geëvalueerd en bijgestuurd wordt."
            ),
        ),
    ),
    "leverage": (
        "Hefboomeffect",
        "Hoeveel meer brengt het overheidsoptreden in beweging dan het kost?",
        (
            "additionaliteit: wat er zonder steun niet komt, of pas later of kleiner",
            "multiplicator: het private en andere geld dat elke publieke euro meebrengt",
            "systeemeffect: blijvende effecten op het innovatiesysteem, los van de projecten zelf",
        ),
        (
            "Hetzelfde zou ook zonder steun gebeuren.",
            "Er wordt beweerd dat steun effect heeft, zonder argumenten voor de additionaliteit.",
            "Steun maakt projecten sneller of groter, maar brengt weinig ander geld mee.",
            (
                "De additionaliteit is per project beargumenteerd, en elke publieke euro brengt ongeveer één euro van "
                "anderen mee."
            ),
            (
                "Steun geeft duidelijk de doorslag, anderen brengen beduidend meer in dan de overheid, en er zijn "
                "effecten voorbij de kring van partners."
            ),
            (
                "Steun maakt aantoonbaar investeringen los van een veelvoud van het bedrag, en laat infrastructuur, "
                "normen of markten na die zonder steun blijven bestaan."
            ),
        ),
    ),
    "partner-commitment": (
        "Engagementen en toezeggingen van partners",
        "Welke financiële engagementen en toezeggingen hebben de strategische partners gedaan?",
        (
            "engagementen: bedragen waartoe partners zich verbonden hebben, met hun voorwaarden",
            "toezeggingen: bedragen die partners beloofd hebben zonder zich al te verbinden",
            "strategische partners: of wie er het meest toe doet, naar verhouding bijdraagt",
        ),
        (
            "Geen enkele partner heeft iets beloofd.",
            "Partners tonen belangstelling; er worden geen bedragen genoemd.",
            "Enkele partners zeggen bedragen toe voor het eerste jaar, zonder handtekening.",
            (
                "Ondertekende toezeggingen dekken het aandeel van de partners in de eerste jaren; de strategische "
                "partners doen mee."
            ),
            (
                "Bindende engagementen van de meeste strategische partners dekken het grootste deel van hun aandeel "
                "over de hele periode."
            ),
            (
                "Bindende engagementen van alle strategische partners dekken hun volledige aandeel over de hele "
                "periode, en een deel van het geld is al gestort."
            ),
        ),
    ),
}
