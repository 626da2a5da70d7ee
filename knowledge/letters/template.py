"""Fill texts with answers: `{{ champ }}` and `{% if champ %}`, and nothing more of Jinja.

What articles may cite (`{{ mutuelle:nom }}`), letters may too.
Answers are data: what a member writes is never read as a template.
"""

from collections.abc import Mapping
from datetime import date

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from knowledge.wording import CITATION, word

ENVIRONMENT = ImmutableSandboxedEnvironment(  # letters are plain text, never HTML
    undefined=StrictUndefined, autoescape=False
)
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And,
    nodes.Or,
)  # fmt: skip


def faults(text: str) -> str | None:
    """What prevents `text` from being filled, with its cure in French; None when nothing does."""
    try:
        tree = ENVIRONMENT.parse(CITATION.sub("", text))
    except TemplateSyntaxError:
        return (
            "accolades mal formées : écrivez {{ champ }}, et fermez {% if champ %} par "
            "{% endif %} dans le même paragraphe"
        )
    if all(isinstance(node, ALLOWED) for node in tree.find_all(nodes.Node)):
        return None
    return "écriture non permise : n'utilisez que {{ champ }} et {% if champ %}…{% endif %}"


def names(text: str) -> set[str]:
    """Fields that `text` needs."""
    return find_undeclared_variables(ENVIRONMENT.parse(CITATION.sub("", text)))


def fill(text: str, values: Mapping[str, object], today: date) -> str:
    """`text` with its citations worded at `today` and `values` in place of its fields.

    Raise jinja2.UndefinedError when a field has no value.
    """
    return ENVIRONMENT.from_string(word(text, today)).render(values)
