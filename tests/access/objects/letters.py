"""Letters of the notice site: written, waiting, and looked into."""

from campaigns.models import Letter
from campaigns.services import investigating, letters, objections
from tests.access.objects.campaigns import person_of
from tests.access.visits import Visit, provides
from tests.factories.accounts import DisciplineFactory
from tests.factories.records import image, upload

SAID = {"about": "某人选", "text": "有两次旁听课无故缺席。", "addressee": "school", "writer": ""}


def written(school, **more):
    code = letters.write(school, **SAID, **more).code
    return Letter.objects.latest("pk"), code


@provides("letter to write")
def letter_to_write(school):
    return Visit({"code": school.code}, SAID)


@provides("receipt")
def receipt(school):
    return Visit({}, {"code": written(school)[1]})


@provides("letter")
def letter(school):
    said = {"people": [person_of(school).pk], "summary": "缺席听课", "answer": "与选拔任用无关"}
    return Visit({"pk": written(school)[0].pk}, said)


@provides("photo of a letter")
def photo_of_a_letter(school):
    found = written(school, photos=[upload("照片.png", image())])[0]
    return Visit({"pk": found.pk, "photo": found.photos.get().pk})


@provides("letter looked into")
def letter_looked_into(school):
    found, by = written(school)[0], DisciplineFactory(organisation=school.bureau)
    letters.take_up(found, [person_of(school)], by=by, summary="缺席听课")
    [objection] = found.objections.all()
    investigating.assign(objection, by, by=by)
    objections.resolve(objection, by=by, conclusion="unfounded", findings="查无此事", disposition="proceed")
    return Visit({"pk": found.pk}, {"answer": "经核查不属实"})
