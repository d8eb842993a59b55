"""What papers printed today have in common, and how they say in French why a year is not passed."""

from collections.abc import Sequence
from datetime import UTC, datetime

import flask_babel
from flask import current_app

from msp_du.config import Config
from msp_du.domain.curriculum import Curriculum
from msp_du.domain.decisions import DecisionFacts
from msp_du.domain.vocabulary import Language
from msp_du.models import Institution
from msp_du.services import cohorts
from msp_du.services.document_facts import Edition
from msp_du.services.paper_facts import Printing
from msp_du.web.result_words import decided_causes


def todays_edition(institution: Institution) -> Edition:
    """Return what documents asked for now have in common."""
    config: Config = current_app.extensions["msp_du_config"]
    return Edition(
        today=cohorts.today_in(institution, datetime.now(UTC)),
        host=config.public_host,
        is_specimen=config.demo,
    )


def todays_printing(institution: Institution) -> Printing:
    """Return today's edition of a sitting's papers, which speak French whoever asks for them."""
    return Printing(todays_edition(institution), causes_in_french)


def causes_in_french(facts: DecisionFacts, curriculum: Curriculum) -> Sequence[str]:
    """Return what stood against a year, a sentence a cause."""
    with flask_babel.force_locale(Language.FRENCH):
        return decided_causes(facts, curriculum)
