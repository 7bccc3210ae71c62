"""The front door of platform.printing: data and a template in, a PDF out."""

from motcua.platform.printing.apart import print_apart
from motcua.platform.printing.errors import BadTemplateError
from motcua.platform.printing.pdf import print_pdf
from motcua.platform.printing.qr import qr_svg
from motcua.platform.printing.sources import check_source

__all__ = ["BadTemplateError", "check_source", "print_apart", "print_pdf", "qr_svg"]
