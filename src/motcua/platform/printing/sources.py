"""What a template may not say: anything that would reach outside the folder it is printed in.

The compiler itself keeps files inside its root. It has no switch against downloading packages, so a template
may only import files of its own folder by a plain name, and may not use the words that could hide an import.
"""

import re

from motcua.platform.printing.errors import BadTemplateError

# What follows the name is part of the rule: `import "/a.typ".replace(…)` would be another file.
_LOCAL = re.compile(r'import "/[a-z0-9_-]+\.typ":|(?<=#)include "/[a-z0-9_-]+\.typ"$', re.MULTILINE)
_WATCHED = re.compile(r"(?<!\w)(?:import|include|eval|plugin|std)(?![\w-])")


def check_source(file: str, source: str) -> None:
    """Raise BadTemplateError with the line where `source` does what no paper needs."""
    for found in _WATCHED.finditer(source):
        if not _LOCAL.match(source, found.start()):
            raise BadTemplateError(
                file=file, line=source.count("\n", 0, found.start()) + 1, what=_refusal(found.group())
            )


def _refusal(word: str) -> str:
    if word == "import":
        return 'a paper imports only files beside it, written just so: #import "/shell.typ": *'
    if word == "include":
        return 'a paper includes only files beside it, alone on a line: #include "/body.typ"'
    return f"the word {word} is not for papers"
