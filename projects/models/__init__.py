from projects.models.field import Field
from projects.models.project import Project, State
from projects.models.question import Question
from projects.models.record import Content, Record
from projects.models.upload import Upload

__all__ = ["Content", "Field", "Project", "Question", "Record", "State", "Upload"]
