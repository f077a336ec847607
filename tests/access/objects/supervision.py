"""What the addresses of those who oversee the schools are about, built for one school."""

from campaigns.choices import Stage
from supervision.services import sampling
from tests.access.objects.campaigns import campaign_of
from tests.access.visits import Visit, provides
from tests.factories.accounts import BureauReviewerFactory


@provides("sample")
def sample(school):
    campaign_of(school, at=Stage.INSPECT)
    by = BureauReviewerFactory(organisation=school.bureau)
    made = sampling.draw(school, by=by, population="running", purpose="专项检查", size=1)
    return Visit({"pk": made.pk})
