"""Undefined variables of our own templates fail a test, wherever Django would hide them."""

from contextlib import suppress
from functools import wraps
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Variable, VariableDoesNotExist
from django.templatetags.i18n import BlockTranslateNode

# A query parameter that is not given is no mistake of a template.
OPTIONAL = ("request.GET.",)


def fail_on_undefined_variables(patch):
    """Fail inside `{{ }}`, `{% if %}`, `{% for %}`, filters' arguments and `{% blocktranslate %}`.

    Django swallows exceptions in conditions; pytest's failure is no Exception, so it gets through.
    """
    look_up, translate = Variable._resolve_lookup, BlockTranslateNode.render

    @wraps(look_up)
    def strict_look_up(self, context):
        with suppress(VariableDoesNotExist):
            return look_up(self, context)
        if not self.var.startswith(OPTIONAL) and _ours(context):
            _fail(self.var, context)
        return look_up(self, context)

    @wraps(translate)
    def strict_translate(self, context, nested=False):
        _singular, names = self.render_token_list(self.singular)
        given = {*self.extra_context, self.countervar}
        for name in names:
            if name not in given and name not in context and _ours(context):
                _fail(name, context)
        return translate(self, context, nested)

    patch.setattr(Variable, "_resolve_lookup", strict_look_up)
    patch.setattr(BlockTranslateNode, "render", strict_translate)


def _fail(name, context):
    pytest.fail(
        f"{_template(context).origin.template_name}: the variable {name!r} is not defined",
        pytrace=False,
    )


def _template(context):
    """The template that is being rendered; includes and parents push their own."""
    return context.render_context.template or context.template


def _ours(context):
    template = _template(context)
    path = Path(template.origin.name) if template else Path()
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts
