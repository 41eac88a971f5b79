"""Every form that the portal declares, found in its modules."""

from importlib import import_module
from pkgutil import walk_packages

from django import forms

APPS = ("accounts", "office", "units", "campaign", "awards", "reports")


def declared() -> dict[str, type[forms.BaseForm]]:
    """The forms of every app, by module and name."""
    names = [found.name for app in APPS for found in walk_packages(import_module(app).__path__, f"{app}.")]
    modules = [import_module(name) for name in names if ".migrations" not in name and ".management" not in name]
    return {
        f"{module.__name__}:{name}": kind
        for module in modules
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, forms.BaseForm) and kind.__module__ == module.__name__
    }
