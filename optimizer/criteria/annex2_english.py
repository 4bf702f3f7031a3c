"""The English words of the ten criteria: question, what it looks at, and the scale from 0 to 5."""

from __future__ import annotations

Scale = tuple[str, str, str, str, str, str]

#: Criterion id to (question, points, scale).
ENGLISH: dict[str, tuple[str, tuple[str, ...], Scale]] = {
    "value-creation": (
        (
            "Is the roadmap aimed at value for the economy and for society, and does it put people's talents to use "
            "in jobs that last?"
        ),
        (
            "economic value: new products, services and value chains, and the added value that stays in Flanders",
            "societal value: what the solutions bring to people and the environment",
            "human potential: sustainable employment that makes use of people's talents",
        ),
        (
            "The roadmap does not say what value it would create, or for whom.",
            "Value is claimed in general terms only; no market, user or job is named.",
            "Either economic or societal value is described; jobs are mentioned without figures.",
            "Economic and societal value are both described and estimated; the effect on employment is plausible.",
            "Both kinds of value are quantified with sources, and lasting jobs follow from the planned activities.",
            (
                "Quantified, independently checked value for economy and society, with lasting jobs as a goal that is "
                "measured and for which somebody answers."
            ),
        ),
    ),
    "transition-challenges": (
        (
            "How much does the spearhead cluster contribute to the innovation and transition challenges of 'Flanders "
            "in Action'?"
        ),
        (
            "innovation challenges: a link with the innovation hubs and their objectives",
            "transition challenges: a contribution to the transition areas and themes of Flanders in Action",
            "objectives: what the cluster would change in indicators that the policy already follows",
        ),
        (
            "No challenge of Flanders in Action is addressed.",
            "A challenge is named, but nothing in the roadmap works towards it.",
            "Some activities touch one challenge; they would go ahead in the same way without it.",
            "One challenge is central to the roadmap and its activities plainly contribute to its objectives.",
            "Several challenges are addressed with activities chosen for them and with targets of their own.",
            (
                "The roadmap is a main lever for at least one transition: it moves an indicator of the policy, others "
                "build on it, and its contribution to further challenges is shown."
            ),
        ),
    ),
    "international-positioning": (
        "Are the roadmap and its projects aligned with international and European roadmaps?",
        (
            "alignment: agreement in goals, timing and choices with European and international roadmaps",
            "projects: which of the roadmap's projects are part of international programmes or partnerships",
            "position: the say that Flemish partners have in drawing up those roadmaps",
        ),
        (
            "The roadmap was drawn up without a look at what happens abroad.",
            "International roadmaps are cited; what they mean for the choices made is not said.",
            "The goals agree with one European roadmap, but no project is connected with it.",
            "Goals and timing follow the relevant European roadmaps and some projects take part in their programmes.",
            (
                "Most projects are anchored in international programmes, and partners from Flanders sit at the table "
                "where these roadmaps are written."
            ),
            (
                "Flanders leads or co-leads the international roadmap, and the projects form a recognised part of it, "
                "with partner regions that have committed themselves."
            ),
        ),
    ),
    "portfolio-monitoring": (
        "Can the cluster monitor a portfolio of projects strategically, with clear objectives and milestones?",
        (
            (
                "strategic monitoring: the capacity to follow the portfolio and to adjust it, projects outside the "
                "cluster included"
            ),
            "articulation: projects with clear objectives and milestones",
            "interaction: how projects build on one another",
        ),
        (
            "There is a list of ideas, and nobody is charged with following them.",
            "Projects are named without objectives or milestones.",
            "Projects have objectives; milestones are missing for most, and monitoring is administrative only.",
            "Each project has objectives and milestones, and a named team reports on progress at set times.",
            (
                "The portfolio is monitored as a whole: links between projects are planned, relevant projects outside "
                "the cluster are followed, and there are rules for stopping or adjusting."
            ),
            (
                "Monitoring has proven itself: decisions to stop, start or redirect projects were taken on it, and "
                "projects outside the cluster are steered along with the portfolio."
            ),
        ),
    ),
    "frontrunners": (
        (
            "Are there strong frontrunners, a broad alliance behind them, and the critical partners without whom it "
            "will not succeed?"
        ),
        (
            "frontrunners: able to have a strategic impact on value chains and on international cooperation",
            "support: a broad alliance of companies, knowledge institutions and others",
            "critical partners: those who are required for success are present",
        ),
        (
            "No company or organisation takes the lead.",
            "One initiator without weight in the value chain; others have been asked but have not joined.",
            "A capable frontrunner, but a narrow group behind it, and critical partners are missing.",
            (
                "Frontrunners with weight in the value chain and an alliance that covers most of it; one critical "
                "partner is still to be won."
            ),
            (
                "Several strong frontrunners with international reach, a broad alliance, and all critical partners "
                "taking part."
            ),
            (
                "Frontrunners that set the direction of their value chain internationally, with all critical partners "
                "and the whole chain, small companies included, in an organised alliance."
            ),
        ),
    ),
    "differentiation": (
        (
            "Do the activities set Flanders apart internationally, so that it complements its partners and competes "
            "in new markets?"
        ),
        (
            "comparative advantage: what Flanders does better than others, and why that will last",
            "critical mass: enough companies, knowledge and infrastructure to matter internationally",
            "international connectivity: complementarity with partners abroad and access to new international markets",
        ),
        (
            "The same activities are found in many regions, and nothing sets Flanders apart.",
            "An advantage is asserted, without a comparison with other regions.",
            "A comparison shows some advantage, but critical mass or connections abroad are lacking.",
            (
                "A comparative advantage with evidence and sufficient mass; complementarity with partners abroad is "
                "being worked out."
            ),
            (
                "A distinct niche in which Flanders ranks with the best regions, with critical mass and agreements "
                "with complementary partners."
            ),
            (
                "A leading position that is hard to copy, recognised by partner regions, and already turned into "
                "success in new international markets."
            ),
        ),
    ),
    "cross-sectoral": (
        "Does the roadmap work across sectors and disciplines in order to bring about structural change?",
        (
            "cross-sectoral value chains: links between sectors that did not work together before",
            "interdisciplinary innovation: cooperation between disciplines and kinds of knowledge",
            "structural change: scaling up emerging industries, system innovation, challenge-driven innovation",
        ),
        (
            "The roadmap stays within one sector and one discipline and continues what exists.",
            "Other sectors are mentioned as possible customers or suppliers.",
            "Partners from a second sector or discipline take part in single projects, for gradual improvement.",
            "A value chain across sectors is the core of several projects, with disciplines working together on it.",
            (
                "Most of the roadmap crosses sectors and disciplines and is directed at scaling up an emerging "
                "industry or at renewing a system."
            ),
            (
                "A new cross-sectoral value chain is being formed that changes the structure of the economy, with all "
                "sectors and disciplines that it needs and the first results at scale."
            ),
        ),
    ),
    "competence-policy": (
        "Is the strategy linked with a sustainable career and competence policy?",
        (
            "competences: the skills that the roadmap will need, now and later",
            "careers: training, retraining and mobility for those who work in the value chain",
            "link: education, training providers and social partners as partners in the strategy",
        ),
        (
            "Skills and careers are not mentioned.",
            "A shortage of skills is noted and left to others.",
            "Needs for skills are listed; training is foreseen within single projects only.",
            "An analysis of future competences with a training plan, and one education or training partner on board.",
            (
                "A plan for competences and careers, worked out with education and social partners, that has its own "
                "means and timetable."
            ),
            (
                "A running career and competence policy for the whole value chain, retraining and inflow included, "
                "that is evaluated and adjusted with education and social partners."
            ),
        ),
    ),
    "leverage": (
        "How much more does the government's intervention set in motion than it costs?",
        (
            "additionality: what would not happen, or only later or smaller, without support",
            "multiplier: private and other money that each public euro brings along",
            "system effect: lasting effects on the innovation system beyond the projects",
        ),
        (
            "The same would happen without support.",
            "An effect of support is claimed, without an argument for additionality.",
            "Support makes projects faster or larger, but brings along little other money.",
            "Additionality is argued project by project, and each public euro brings along about one euro of others.",
            (
                "Support is plainly decisive, others bring along clearly more than the public money, and there are "
                "effects beyond the partners."
            ),
            (
                "Support unlocks investments of several times its amount, with evidence, and leaves behind "
                "facilities, standards or markets that last without support."
            ),
        ),
    ),
    "partner-commitment": (
        "What have the strategic partners engaged and pledged in money?",
        (
            "engagements: amounts that partners have bound themselves to, with their terms",
            "pledges: amounts that partners have promised but not yet bound themselves to",
            "strategic partners: whether those who matter most contribute in proportion",
        ),
        (
            "No partner has promised anything.",
            "Partners express interest; no amounts are named.",
            "Some partners pledge amounts for the first year, without signature.",
            "Signed pledges cover the partners' share of the first years; the strategic partners take part.",
            (
                "Binding engagements of most strategic partners cover the larger part of their share over the whole "
                "period."
            ),
            (
                "Binding engagements of all strategic partners cover their full share over the whole period, and part "
                "of the money has been paid in."
            ),
        ),
    ),
}
