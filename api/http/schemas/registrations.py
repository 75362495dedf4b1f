from api.http.schemas.base import Answer, ModelName
from api.http.schemas.jobs import Job


class Registration(Answer):
    """An uploaded graph on its way to become a version; the job says how it went."""

    upload_id: str
    model: ModelName
    job: Job
